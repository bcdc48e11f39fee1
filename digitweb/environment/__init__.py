"""Settings from the environment: a wrong one stops the start, and one line says what will do."""

from digitweb.environment.addresses import checked_address, checked_contacts, checked_prefix
from digitweb.environment.files import (
    checked_log_file,
    checked_static_folder,
    folder_of_package,
    made_data_folder,
    read_or_create_secret_key,
)
from digitweb.environment.servers import (
    CACHE_PATIENCE_SECONDS,
    checked_cache,
    checked_database,
    with_time_limit,
)
from digitweb.environment.store import checked_store
from digitweb.environment.words import (
    HOURS_OF_YEAR,
    MINUTES_OF_YEAR,
    MOST_DAYS,
    MOST_REVIEWS,
    checked_choice,
    checked_count,
    checked_margin,
    checked_rate,
    checked_share,
    checked_switch,
)

__all__ = [
    "CACHE_PATIENCE_SECONDS",
    "HOURS_OF_YEAR",
    "MINUTES_OF_YEAR",
    "MOST_DAYS",
    "MOST_REVIEWS",
    "checked_address",
    "checked_cache",
    "checked_choice",
    "checked_contacts",
    "checked_count",
    "checked_database",
    "checked_log_file",
    "checked_margin",
    "checked_prefix",
    "checked_rate",
    "checked_share",
    "checked_static_folder",
    "checked_store",
    "checked_switch",
    "folder_of_package",
    "made_data_folder",
    "read_or_create_secret_key",
    "with_time_limit",
]
