"""Our records as rows of a Salesforce organisation that has fields of its own for what the vendor has none for."""

import datetime as dt
from typing import Any

from kambrief.core.customer import Activity, ActivityKind, CrmData, PlanStep
from tests.parts.salesforce_org import Org

CUSTOM = {
    "Account": "Domains__c Strategic__c:boolean Language__c Customer_Since__c:date Currency__c Wallet__c:double Wallet_On__c:date Class__c",
    "Contact": "Other_Email__c:email Role__c Language__c Address_Form__c Timezone__c Left__c:boolean Since__c:date Left_On__c:date",
    "Opportunity": "Category__c Loss_Reason__c",
    "Contract": "Notice_Months__c:int Renewal_Months__c:int Annual_Value__c:double",
    "Event": "Attended__c Tags__c Outcome__c Expects_Reply__c:boolean",
    "Task": "Attended__c Tags__c Outcome__c Expects_Reply__c:boolean",
    "Product2": "Solves__c",
    "Case": "Reopened__c:boolean Sla_Due__c:date",
}
OWN = {
    "commitments": ("Commitment__c", "Account__c:reference Name Side__c Owner_Name__c Text__c Made_On__c:date Due__c:date Due_Text__c Status__c Done_On__c:date Source__c"),
    "orders": ("Monthly_Order__c", "Account__c:reference Name Month__c:date Category__c Amount__c:double Currency__c Orders__c:int"),
    "surveys": ("Survey_Answer__c", "Account__c:reference Name Kind__c Score__c:double Answered_On__c:date Contact__c:reference Comment__c:textarea"),
}  # fmt: skip
FIELDS = {
    "accounts": {
        "domains": "Domains__c", "strategic": "Strategic__c", "language": "Language__c", "currency": "Currency__c",
        "customer_since": "Customer_Since__c", "wallet": "Wallet__c", "wallet_on": "Wallet_On__c", "crm_class": "Class__c",
    },
    "contacts": {
        "role": "Role__c", "language": "Language__c", "address_form": "Address_Form__c", "timezone": "Timezone__c",
        "left": "Left__c", "since": "Since__c", "left_on": "Left_On__c",
    },
    "products": {"solves": "Solves__c"},
    "deals": {"category": "Category__c", "lost_reason": "Loss_Reason__c"},
    "contracts": {
        "notice_period_months": "Notice_Months__c", "auto_renew_months": "Renewal_Months__c",
        "annual_value": "Annual_Value__c",
    },
    "activities": {"attended": "Attended__c", "tags": "Tags__c", "status": "Outcome__c", "expects_reply": "Expects_Reply__c"},
    "tickets": {"reopened": "Reopened__c", "sla_due": "Sla_Due__c"},
    "commitments": {
        "side": "Side__c", "owner": "Owner_Name__c", "text": "Text__c", "made_on": "Made_On__c", "due": "Due__c",
        "due_text": "Due_Text__c", "status": "Status__c", "done_on": "Done_On__c", "source": "Source__c",
    },
    "orders": {
        "month": "Month__c", "category": "Category__c", "amount": "Amount__c", "currency": "Currency__c",
        "count": "Orders__c",
    },
    "surveys": {
        "kind": "Kind__c", "score": "Score__c", "at": "Answered_On__c", "contact_id": "Contact__c",
        "comment": "Comment__c",
    },
}  # fmt: skip
OBJECTS = {table: name for table, (name, _) in OWN.items()}
_OBJECTS_OF = {
    "accounts": ("Account",), "contacts": ("Contact",), "products": ("Product2",), "deals": ("Opportunity",),
    "contracts": ("Contract",), "activities": ("Task", "Event"), "tickets": ("Case",),
    **{table: (name,) for table, name in OBJECTS.items()},
}  # fmt: skip


def prepare(org: Org) -> None:
    """The fields and objects of this organisation's own."""
    for sobject, told in CUSTOM.items():
        org.add_fields(sobject, told)
    for name, told in OWN.values():
        org.add_object(name, told)


class Loader:
    """Puts data into an organisation. ``names``: kind of record → the data's id → the vendor's."""

    def __init__(self, org: Org) -> None:
        self.org = org
        self.names: dict[str, dict[str, str]] = {
            kind: {} for kind in ("accounts", "contacts", "products", "deals", "contracts", "commitments", "activities",
                                  "surveys", "tickets", "plans", "owners")
        }  # fmt: skip
        self._users: dict[str, str] = {}
        self._mails: dict[str, str] = {}

    def load(self, data: CrmData) -> None:
        org = self.org
        self._mails = {contact.id: contact.email for contact in data.contacts if contact.email}
        org.hidden_objects = {name for table in data.missing for name in _OBJECTS_OF.get(table, ())}
        for table in org.table:
            if table not in {"User", "Organization", "TaskStatus"}:
                org.table[table].clear()
        for account in data.accounts:
            self._name("accounts", account.id, "Account")
        for account in data.accounts:
            self._account(account)
        for contact in data.contacts:
            self._contact(contact)
        self._business(data)
        for activity in data.activities:
            self._activity(activity)
        for step in data.plans:
            self.plan(step)
        self._own(data)

    def _business(self, data: CrmData) -> None:
        for product in data.products:
            self._put(
                "products",
                product.id,
                "Product2",
                Name=product.name,
                Family=product.category,
                Solves__c="; ".join(product.solves),
                IsActive=True,
            )
        for deal in data.deals:
            self._put(
                "deals", deal.id, "Opportunity", AccountId=self._of("accounts", deal.account_id), Name=deal.name,
                Type=deal.kind, StageName=deal.stage, Amount=deal.amount, CloseDate=deal.close_date,
                OwnerId=self._user(deal.owner), NextStep=deal.next_step, Category__c=deal.category,
                Loss_Reason__c=deal.lost_reason, IsClosed=deal.status != "open", IsWon=deal.status == "won",
                **({"LastModifiedDate": _noon(deal.updated_at)} if deal.updated_at else {}),
            )  # fmt: skip
        for one in data.contracts:
            self._put(
                "contracts", one.id, "Contract", AccountId=self._of("accounts", one.account_id), Name=one.name,
                StartDate=one.start, EndDate=one.end, StatusCode="Activated", Notice_Months__c=one.notice_period_months,
                Renewal_Months__c=one.auto_renew_months, Annual_Value__c=one.annual_value,
            )  # fmt: skip

    # --- single rows -------------------------------------------------------------------------------------------------

    def _name(self, kind: str, ours: str, sobject: str) -> str:
        made = self.names[kind].get(ours)
        if made is None:
            made = self.names[kind][ours] = self.org.new_id(sobject)
        return made

    def _of(self, kind: str, ours: str | None) -> str | None:
        return self.names[kind].get(ours, ours) if ours else None

    def _put(self, kind: str, ours: str, sobject: str, **fields: Any) -> str:
        return self.org.put(sobject, Id=self._name(kind, ours, sobject), **fields)

    def _user(self, owner: str | None) -> str | None:
        if not owner:
            return None
        address = owner if "@" in owner else f"{owner.lower()}@kuura.example"
        self.names["owners"].setdefault(owner, address)
        if address not in self._users:
            self._users[address] = self.org.put("User", Name=owner, Email=address, IsActive=True, UserType="Standard")
        return self._users[address]

    def _account(self, one: Any) -> None:
        web = f"https://www.{one.domains[0]}/" if one.domains else None
        self._put(
            "accounts", one.id, "Account", Name=one.name, ParentId=self._of("accounts", one.parent_id),
            Industry=one.industry, BillingCountry=None, BillingCountryCode=one.country, BillingCity=one.city,
            NumberOfEmployees=one.employees, Website=web, Domains__c="; ".join(one.domains), AccountNumber=one.key,
            OwnerId=self._user(one.owner), Strategic__c=one.strategic, Language__c=one.language,
            Currency__c=one.currency, Customer_Since__c=one.customer_since, Wallet__c=one.wallet,
            Wallet_On__c=one.wallet_on, Class__c=one.crm_class,
        )  # fmt: skip
        for former in one.former_ids:
            self._put(
                "accounts",
                former,
                "Account",
                Name="merged",
                IsDeleted=True,
                MasterRecordId=self._of("accounts", one.id),
            )

    def _contact(self, one: Any) -> None:
        made = self._put(
            "contacts", one.id, "Contact", AccountId=self._of("accounts", one.account_id), FirstName=one.first_name,
            LastName=one.last_name, Email=one.email or None, Other_Email__c="; ".join(one.aliases) or None,
            Title=one.title, Description=one.notes, MailingCountryCode=one.country, HasOptedOutOfEmail=one.do_not_contact,
            Role__c=one.role and one.role.value, Language__c=one.language, Address_Form__c=one.address_form,
            Timezone__c=one.timezone, Left__c=one.left, Since__c=one.since, Left_On__c=one.left_on,
        )  # fmt: skip
        for former in one.former_ids:
            self._put("contacts", former, "Contact", LastName="merged", IsDeleted=True, MasterRecordId=made)

    def _activity(self, one: Activity) -> None:
        account = self._of("accounts", one.account_id)
        people = [self.names["contacts"][contact] for contact in one.contacts]
        shared = {
            "WhatId": account,
            "WhoId": people[0] if people else None,
            "Subject": one.subject,
            "Description": one.body,
        }
        owner = self._user(next(iter(one.our_people), None))
        if one.kind is ActivityKind.MEETING:
            made = self._put(
                "activities", one.id, "Event", **shared, OwnerId=owner, StartDateTime=one.at,
                DurationInMinutes=one.minutes, Outcome__c=one.status, Tags__c="; ".join(one.tags),
                Attended__c="; ".join(self.names["contacts"][contact] for contact in one.attended),
            )  # fmt: skip
            for person in people:
                self.org.put("EventRelation", EventId=made, RelationId=person)
        elif one.kind in {ActivityKind.NOTE, ActivityKind.NEWS}:
            made = self._put(
                "activities",
                one.id,
                "ContentNote",
                Title=one.subject or "Untitled Note",
                TextPreview=one.body,
                CreatedDate=one.at,
                CreatedById=self._user(one.author),
            )
            self.org.put("ContentDocumentLink", ContentDocumentId=made, LinkedEntityId=account)
        else:
            subtype = "Email" if one.kind is ActivityKind.EMAIL else "Call"
            made = self._put(
                "activities",
                one.id,
                "Task",
                **shared,
                OwnerId=owner,
                TaskSubtype=subtype,
                Status="Completed",
                Outcome__c=one.status,
                Tags__c="; ".join(one.tags),
                Expects_Reply__c=one.expects_reply,
                ActivityDate=one.at.date(),
                CompletedDateTime=one.at,
                CallDurationInSeconds=one.minutes * 60 if one.minutes is not None else None,
            )
            if subtype == "Email":
                sender = (
                    self.org.table["Contact"].get(self.names["contacts"].get(one.sender or "", ""), {}).get("Email")
                )
                self.org.put(
                    "EmailMessage", ActivityId=made, Incoming=bool(one.inbound), FromAddress=sender or one.sender,
                    ToAddress="; ".join(self._mails.get(to, to) for to in one.recipients), Subject=one.subject, TextBody=one.body, MessageDate=one.at,
                    ThreadIdentifier=one.thread_id,
                )  # fmt: skip

    def plan(self, step: PlanStep) -> None:
        self._put(
            "plans", step.id, "Task", WhatId=self._of("accounts", step.account_id), Subject=step.step,
            ActivityDate=step.due, Status="Completed" if step.status == "done" else "Not Started",
            OwnerId=self._user(step.owner),
        )  # fmt: skip

    def _own(self, data: CrmData) -> None:
        for one in data.commitments:
            self._put(
                "commitments", one.id, "Commitment__c", Account__c=self._of("accounts", one.account_id),
                Side__c=one.side.value, Owner_Name__c=one.owner, Text__c=one.text, Made_On__c=one.made_on, Due__c=one.due,
                Due_Text__c=one.due_text, Status__c=one.status, Done_On__c=one.done_on,
                Source__c=self._of("activities", one.source),
            )  # fmt: skip
        for order in data.orders:
            self.org.put(
                "Monthly_Order__c", Account__c=self._of("accounts", order.account_id), Month__c=order.month,
                Category__c=order.category, Amount__c=order.amount, Currency__c=order.currency, Orders__c=order.count,
            )  # fmt: skip
        for answer in data.surveys:
            self._put(
                "surveys", answer.id, "Survey_Answer__c", Account__c=self._of("accounts", answer.account_id),
                Kind__c=answer.kind, Score__c=answer.score, Answered_On__c=answer.at,
                Contact__c=self._of("contacts", answer.contact_id), Comment__c=answer.comment,
            )  # fmt: skip
        for ticket in data.tickets:
            self._put(
                "tickets", ticket.id, "Case", AccountId=self._of("accounts", ticket.account_id), Subject=ticket.subject,
                CreatedDate=_noon(ticket.opened), ClosedDate=_noon(ticket.closed) if ticket.closed else None,
                IsClosed=not ticket.is_open, Status=ticket.status, Priority=ticket.severity, Type=ticket.category,
                Reopened__c=ticket.reopened, Sla_Due__c=ticket.sla_due, ContactId=self._of("contacts", ticket.contact_id),
            )  # fmt: skip


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.UTC)
