"""The sidecar: an asyncio supervisor with a pool of warm OCR processes."""
