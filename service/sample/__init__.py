"""A sample district: seeded, synthetic, made from real communities, and marked as a sample wherever it is shown."""

from service.sample.district import SampleOptions, make_sample

__all__ = ["SampleOptions", "make_sample"]
