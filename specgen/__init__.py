"""specgen: structured answers in, reviewed Japanese procurement papers in Word out."""

__version__ = "0.1.0"
