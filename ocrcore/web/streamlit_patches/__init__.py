"""Everything that changes or relies on private parts of Streamlit: its modules, its page's structure, what it leaves out."""
