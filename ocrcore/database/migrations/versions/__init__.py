"""The revisions, one a file. Each spells its schema out, so that it stays what it was when the tables move on."""
