"""The distributed engine: PySpark 4 on Java 17, an extra (``pip install telusur[spark]``)."""

from telusur.engine.spark.engine import SparkEngine

__all__ = ["SparkEngine"]
