"""The page's picture with its boxes."""
