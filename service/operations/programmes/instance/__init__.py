"""From a programme's tables to the `PlacementInstance` that the engine takes. Ids are row ids as text."""

from service.operations.programmes.instance.building import Built, build_instance, freeze
from service.operations.programmes.instance.reading import Facts, read_facts

__all__ = ["Built", "Facts", "build_instance", "freeze", "read_facts"]
