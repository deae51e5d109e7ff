"""Stage 9: findings become documents. It computes nothing: it orders, words and draws."""

from telusur.reporting.page import render_report
from telusur.reporting.terminal import summary

__all__ = ["render_report", "summary"]
