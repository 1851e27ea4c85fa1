"""The pages, one module each, and what they share; `main` is the script that Streamlit runs."""
