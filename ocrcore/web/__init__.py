"""The server's parts: router, REST routes, session services and page components."""
