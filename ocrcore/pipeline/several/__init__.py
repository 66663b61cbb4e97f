"""Several documents in one file: noticed by what a page or a part of it says of itself, each with fields of its own."""
