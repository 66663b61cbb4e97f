"""What people corrected and confirmed."""
