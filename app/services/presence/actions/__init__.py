"""What is done at arrivals and departures: a command, a webhook, MQTT. None holds anybody up."""
