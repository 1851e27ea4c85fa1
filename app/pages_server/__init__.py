"""The server of the pages: Streamlit as one application behind the door, with routes of its own."""
