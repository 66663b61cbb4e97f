"""Everything that changes or relies on private parts of Streamlit."""
