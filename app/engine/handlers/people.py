"""Requests about people."""

from app.core.text import NOTHING, Text, in_a_row
from app.domain.alike import AlikePair
from app.domain.changes import Changes
from app.domain.consent import Consent, Lapsed
from app.domain.erasure import Erasure
from app.domain.person import Person
from app.domain.samples import Samples
from app.engine.context import RequestContext
from app.engine.registry import answers
from app.engine.requests.people import (
    AboutClock,
    AgreeFurther,
    AlikePairs,
    ConsentsOf,
    EndingPeople,
    Erase,
    FacesOfPerson,
    Forget,
    LapsedPeople,
    ListPeople,
    Merge,
    RemovePerson,
    Rename,
    SamplesOf,
    SayTwo,
    SetBirth,
    Withdraw,
    WouldErase,
)


@answers(ListPeople)
def list_people(context: RequestContext, _: ListPeople) -> tuple[Person, ...]:
    """Everyone enrolled, by name."""
    from app.services.people import browse

    return tuple(browse.everyone(context.workspace))


@answers(FacesOfPerson)
def faces_of_person(context: RequestContext, request: FacesOfPerson) -> tuple[int, ...]:
    """A person's faces, best first."""
    from app.services.people import browse

    return tuple(browse.faces_of_person(context.workspace, request.person))


@answers(ConsentsOf)
def consents_of(context: RequestContext, request: ConsentsOf) -> tuple[Consent, ...]:
    """What a person agreed to."""
    from app.services.people import browse

    return tuple(browse.consents_of(context.workspace, request.person))


@answers(SamplesOf)
def samples_of(context: RequestContext, request: SamplesOf) -> Samples:
    """What a person's faces are worth."""
    from app.services.enrolment import samples

    return samples.samples_of(context.workspace, request.person)


@answers(AlikePairs)
def alike_pairs(context: RequestContext, _: AlikePairs) -> tuple[AlikePair, ...]:
    """Who may be one."""
    from app.services.people import duplicates

    return tuple(duplicates.alike_pairs(context.workspace))


@answers(Rename)
def rename(context: RequestContext, request: Rename) -> Changes:
    """Give a person another name."""
    from app.services.people import corrections

    return corrections.rename(context.workspace, request.person, request.name, apart=request.apart)


@answers(SetBirth)
def set_birth(context: RequestContext, request: SetBirth) -> Changes:
    """Keep when a person was born."""
    from app.services.people import corrections

    return corrections.set_birth(context.workspace, request.person, request.born)


@answers(Merge)
def merge(context: RequestContext, request: Merge) -> Changes:
    """Make two people one."""
    from app.services.people import corrections

    return corrections.merge(context.workspace, request.source, request.target, apart=request.apart)


@answers(SayTwo)
def say_two(context: RequestContext, request: SayTwo) -> Changes:
    """Say that two people are not one."""
    from app.services.people import answers

    return answers.say_two(context.workspace, request.person, request.other)


@answers(RemovePerson)
def remove_person(context: RequestContext, request: RemovePerson) -> Changes:
    """Take a person out of view."""
    from app.services.people import corrections

    return corrections.remove_person(context.workspace, request.person)


@answers(Forget)
def forget(context: RequestContext, request: Forget) -> Erasure:
    """Erase a person for good."""
    from app.services.people import privacy

    return privacy.forget(context.workspace, request.name)


@answers(WouldErase)
def would_erase(context: RequestContext, request: WouldErase) -> Erasure:
    """Say what would be erased."""
    from app.services.people import erasing

    return erasing.would_erase(context.workspace, request.wanted)


@answers(Erase)
def erase(context: RequestContext, request: Erase) -> Erasure:
    """Erase faces for good."""
    from app.services.people import erasing

    return erasing.erase(context.workspace, request.wanted)


@answers(Withdraw)
def withdraw(context: RequestContext, request: Withdraw) -> Changes:
    """Note that somebody agrees no more."""
    from app.services.people import rights

    return rights.withdraw(context.workspace, request.person)


@answers(AgreeFurther)
def agree_further(context: RequestContext, request: AgreeFurther) -> Changes:
    """Keep what somebody agrees to from now on."""
    from app.services.people import rights

    return rights.agree(context.workspace, request.person, request.consent)


@answers(LapsedPeople)
def lapsed_people(context: RequestContext, _: LapsedPeople) -> tuple[Lapsed, ...]:
    """Who agrees no more."""
    from app.services.people import rights

    return tuple(rights.lapsed(context.workspace))


@answers(AboutClock)
def about_clock(context: RequestContext, _: AboutClock) -> Text:
    """Where the clock is not believed, say so."""
    from app.services.workspace import clock

    found = clock.look(context.workspace.db)
    return in_a_row(found.told, NOTHING, found.remedy)


@answers(EndingPeople)
def ending_people(context: RequestContext, request: EndingPeople) -> tuple[Lapsed, ...]:
    """Whose term ends soon."""
    from app.services.people import rights

    return tuple(rights.ending(context.workspace, request.days))
