"""Where each kind of personal data stands: column and row, to which its ciphertext is tied."""

from uuid import UUID

from service.domain.person import PersonKey


def place_of_name(person: PersonKey) -> tuple[str, ...]:
    return ("persons.name_sealed", *person)


def place_of_birth_date(person: PersonKey) -> tuple[str, ...]:
    return ("persons.birth_date_sealed", *person)


def place_of_certno(region: str, certno_index: bytes) -> tuple[str, ...]:
    return ("person_certificates.certno_sealed", region, certno_index.hex())


def place_of_phone(region: str, binding_id: UUID) -> tuple[str, ...]:
    return ("bindings.member_phone_sealed", region, str(binding_id))
