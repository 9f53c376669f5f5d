"""Time expressions of English news: words to token classes, classes to readings, readings to intervals of the calendar."""
