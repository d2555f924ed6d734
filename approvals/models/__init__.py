"""Rows of the approval engine, by noun."""

from approvals.models.asks import DocumentAsk
from approvals.models.calendar import CalendarChange
from approvals.models.delegation import Delegation
from approvals.models.requests import ApprovalRequest, ApprovalStep, Decision, OpenedSheet, Stake

__all__ = ["ApprovalRequest", "ApprovalStep", "CalendarChange", "Decision", "Delegation", "DocumentAsk", "OpenedSheet", "Stake"]
