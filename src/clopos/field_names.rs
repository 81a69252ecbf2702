//! Finds the customer field that a text of the API is about. The text is a key such as `date_of_birth`, or a sentence
//! such as "The group id field is required.". Called by `error_body` and `answer_origin`.

use crate::domain::Field;

/// The words for each field, in lower case and without punctuation.
const FIELD_WORDS: &[(&str, Field)] = &[
    ("date of birth", Field::BirthDate),
    ("birth date", Field::BirthDate),
    ("birthdate", Field::BirthDate),
    ("birthday", Field::BirthDate),
    ("birth", Field::BirthDate),
    ("group id", Field::Group),
    ("customer group", Field::Group),
    ("group", Field::Group),
    ("phone number", Field::Phone),
    ("phones", Field::Phone),
    ("phone", Field::Phone),
    ("e mail", Field::Email),
    ("email", Field::Email),
    ("gender", Field::Gender),
    ("description", Field::Note),
    ("cid", Field::Cid),
    ("code", Field::Code),
    ("name", Field::Name),
];

/// The words before "code" that make it another code, e.g. "error code".
const WORDS_BEFORE_OTHER_CODES: &[&str] = &["error", "status", "http", "country", "response"];
/// The words before "name" that make it another name, e.g. "brand name".
const WORDS_BEFORE_OTHER_NAMES: &[&str] = &["brand", "venue", "user", "host", "file", "integrator"];

/// Returns the field of a key in an `errors` object, or of the part after `duplicate_`: `group_id`, `data.phone`,
/// `phone`.
pub(super) fn field_of_key(key: &str) -> Option<Field> {
    let last = key.rsplit('.').find(|part| !part.chars().all(|c| c.is_ascii_digit()))?;
    Field::from_api_name(last).or_else(|| field_of_sentence(last))
}

/// Returns the first field that a text names.
pub(super) fn field_of_sentence(text: &str) -> Option<Field> {
    let words = words(text);
    (0..words.len()).find_map(|index| {
        let rest = words.get(index..)?;
        let previous_word = index.checked_sub(1).and_then(|i| words.get(i)).map_or("", String::as_str);
        FIELD_WORDS
            .iter()
            .find(|(name, field)| begins_with(rest, name) && !is_about_something_else(previous_word, *field))
            .map(|(_, field)| *field)
    })
}

fn words(text: &str) -> Vec<String> {
    let bounded = text.chars().take(2000).collect::<String>().to_lowercase();
    bounded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn begins_with(words: &[String], name: &str) -> bool {
    let mut words = words.iter();
    name.split(' ').all(|part| words.next().is_some_and(|word| word == part))
}

fn is_about_something_else(previous_word: &str, field: Field) -> bool {
    match field {
        Field::Code => WORDS_BEFORE_OTHER_CODES.contains(&previous_word),
        Field::Name => WORDS_BEFORE_OTHER_NAMES.contains(&previous_word),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_name_fields() {
        let table = [
            ("The name field is required.", Some(Field::Name)),
            ("The date of birth does not match the format Y-m-d.", Some(Field::BirthDate)),
            ("The date_of_birth is not a valid date.", Some(Field::BirthDate)),
            ("The selected group id is invalid.", Some(Field::Group)),
            ("The customer group name is unknown", Some(Field::Group)),
            ("Customer with this phone number already exists", Some(Field::Phone)),
            ("The e-mail must be a valid email address.", Some(Field::Email)),
            ("gender: must be 1 or 2", Some(Field::Gender)),
            ("The CID must be a valid UUID.", Some(Field::Cid)),
            ("The code has already been taken.", Some(Field::Code)),
            ("The description may not be greater than 255 characters.", Some(Field::Note)),
            ("Error code 12: the phone is wrong", Some(Field::Phone)),
            ("Unknown brand name", None),
            ("Integrator is in test mode. But brand is not in test mode", None),
            ("decode failed, renamed, telephone", None),
            ("Validation failed", None),
            ("", None),
        ];
        for (sentence, field) in table {
            assert_eq!(field_of_sentence(sentence), field, "{sentence}");
        }
    }

    #[test]
    fn keys_name_fields() {
        let table = [
            ("phone", Some(Field::Phone)),
            ("phones.0", Some(Field::Phone)),
            ("data.group_id", Some(Field::Group)),
            ("date_of_birth", Some(Field::BirthDate)),
            ("description", Some(Field::Note)),
            ("phone_number", Some(Field::Phone)),
            ("customer_code", Some(Field::Code)),
            ("venue_id", None),
            ("", None),
            ("0", None),
        ];
        for (key, field) in table {
            assert_eq!(field_of_key(key), field, "{key}");
        }
    }
}
