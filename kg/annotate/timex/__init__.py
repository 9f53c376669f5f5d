"""Time expressions of English news: words to token classes, classes to readings, readings to calendar intervals."""
