"""Every number a rule turns on, with the defaults of the domain facts (§4). ``[insights]`` in the configuration changes
them.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares are ratios (0.80 is 80 %), times are days unless the name says otherwise."""

    tier_a_share: Decimal = Decimal("0.80")
    """I1: an account is A while the larger ones bring less than this."""
    tier_b_share: Decimal = Decimal("0.95")
    strategic_share: Decimal = Decimal("0.10")
    """I2: this part of our company's revenue makes an account strategic."""
    trend_share: Decimal = Decimal("0.05")
    """I3: a year's change below this is flat."""
    momentum_share: Decimal = Decimal("0.15")
    """I3: a quarter's change from here on is a recent drop or rise."""
    history_months: int = 15
    """I3: with less history no quarter is compared."""
    min_peers: int = 3
    adoption_share: Decimal = Decimal("0.50")
    """I4: a category is a gap when at least this part of the peers buys it."""
    declined_days: int = 365
    wallet_months: int = 18
    touch_days: int = 90
    """I5: who was in touch within these days counts."""
    thin_touches: int = 4
    thin_share: Decimal = Decimal("0.70")
    silent_days: int = 90
    """I5: the longest silence of a sponsor that is still ordinary; shorter where the usual rhythm is."""
    silent_days_least: int = 45
    survey_days: int = 365
    nps_answers: int = 5
    """I6: with fewer answers no NPS is computed, the scores are listed."""
    survey_pairs: int = 2
    survey_change: Decimal = Decimal(1)
    detractor_score: int = 6
    active_days: int = 14
    warm_days: int = 30
    cooling_days: int = 60
    dropping_share: Decimal = Decimal("0.40")
    dropping_events: int = 3
    slowed_factor: Decimal = Decimal(2)
    slowed_hours: int = 24
    unanswered_business_days: int = 5
    watch_score: int = 25
    high_score: int = 50
    critical_score: int = 75
    old_ticket_days: int = 14
    renewal_days: int = 120
    far_end_days: int = 365
    notice_days: int = 30
    anniversary_before_days: int = 30
    anniversary_after_days: int = 7
    mute_anniversary_score: int = 50
    need_days: int = 180
    capacity_share: Decimal = Decimal("0.90")
    tip_days: int = 30
    long_meeting_minutes: int = 60
    executive_meeting_minutes: int = 30
    office_from: int = 8
    office_until: int = 18
    crm_stale_hours: int = 24
    orders_stale_days: int = 45
