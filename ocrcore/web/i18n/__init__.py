"""Languages: the words of the pages, and numbers, dates and times as the person before the screen writes them."""
