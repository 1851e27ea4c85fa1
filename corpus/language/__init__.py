"""What words mean that name something: letters and syllables, numbers of documents, dates, places, agencies, quantities, deadlines."""
