"""How good a reading is, and what is done about one that is not good enough: another network looks again."""
