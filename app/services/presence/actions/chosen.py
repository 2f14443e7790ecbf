"""The actions that the settings name."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

from app.core.settings import Settings
from app.services.presence import secrets
from app.services.presence.actions.action import Action
from app.services.presence.actions.command import CommandAction
from app.services.presence.actions.webhook import WebhookAction

Chosen = Mapping[str, object]


def chosen(settings: Settings) -> Chosen:
    """What the settings say of actions: where that is another, others are to be made."""
    return {
        "command": settings.visit_command,
        "webhook": (settings.visit_webhook, settings.webhook_token),
        "mqtt": settings.visit_mqtt,
    }


def actions(
    settings: Settings,
    folder: Path,
    source: str,
    people: Callable[[], Collection[int]] | None = None,
    *,
    anyone_here: bool,
) -> list[Action]:
    """Make the actions that the settings name.

    Args:
        settings: The user's choices.
        folder: The data folder, by which a broker tells this Kith from others.
        source: What is watched, likewise: several may be at the same time.
        people: Who there is, by their identifiers.
        anyone_here: Whether it has been watched for a while, so that somebody may be there.
    """
    made: list[Action] = []
    if settings.visit_command:
        made.append(CommandAction(settings.visit_command))
    if settings.visit_webhook:
        wanted = settings.webhook_token
        made.append(WebhookAction(settings.visit_webhook, lambda: secrets.get("webhook") if wanted else None))
    if settings.visit_mqtt:
        from app.services.presence.actions.mqtt import MqttAction, node_of

        node = node_of(str(folder), source)
        password = partial(secrets.get, "mqtt")
        made.append(MqttAction(settings.visit_mqtt, node, password, people, anyone_here=anyone_here))
    return made
