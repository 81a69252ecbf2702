use proptest::prelude::*;

use super::*;

#[test]
fn usual_addresses_are_valid_and_stay_as_typed() {
    for text in [
        "aysel@example.com",
        "a.b+tag@sub.example.co.uk",
        "o'neil@mail.az",
        "\"a_b\"@example.com",
        "\"a@b\"@example.com",
        "\"a\\\"b\"@example.com",
        "a@1.example.com",
        "A.B@GMail.com",
        "иван@пример.рф",
        "aysel@пример.рф",
        "a@b.de",
        "A-B_1@x-y.info",
    ] {
        assert_eq!(Email::parse(text).valid().map(|email| email.as_str().to_owned()).as_deref(), Some(text));
    }
    assert_eq!(Email::parse("  a@b.de ").valid().unwrap().as_str(), "a@b.de");
}

#[test]
fn an_unfinished_address_names_the_missing_part() {
    for (text, flaw) in [
        ("aysel", FieldError::EmailAtMissing),
        ("aysel.", FieldError::EmailAtMissing),
        ("\"", FieldError::EmailAtMissing),
        ("\"aysel", FieldError::EmailAtMissing),
        ("\"a@b", FieldError::EmailAtMissing),
        ("\"a\\", FieldError::EmailAtMissing),
        ("\"aysel\"", FieldError::EmailAtMissing),
        ("a@127.0.0.11", FieldError::EmailDomain),
        ("aysel@", FieldError::EmailDomain),
        ("aysel@gmail", FieldError::EmailDomain),
        ("aysel@gmail.", FieldError::EmailDomain),
        ("aysel@gmail.c", FieldError::EmailDomain),
        ("aysel@x-", FieldError::EmailDomain),
    ] {
        assert_eq!(Email::parse(text), Parsed::Incomplete(flaw), "{text}");
    }
}

#[test]
fn a_text_that_cannot_become_an_address_is_invalid() {
    for (text, flaw) in [
        ("a b@c.de", FieldError::EmailSpace),
        ("@x.de", FieldError::EmailLocalPart),
        ("a..b@c.de", FieldError::EmailLocalPart),
        ("a..b", FieldError::EmailLocalPart),
        (".a", FieldError::EmailLocalPart),
        ("a@@b.de", FieldError::EmailLocalPart),
        ("a@b..de", FieldError::EmailDomain),
        ("a@.de", FieldError::EmailDomain),
        ("a@[127.0.0.1]", FieldError::EmailDomain),
        ("a@b_c.de", FieldError::EmailDomain),
        ("a@b!c.de", FieldError::EmailDomain),
        ("a@-b.de", FieldError::EmailDomain),
        ("a@b-.de", FieldError::EmailDomain),
        ("a b", FieldError::EmailSpace),
        ("a@b.de\nc@d.de", FieldError::EmailSpace),
        ("a@b@c.de", FieldError::EmailLocalPart),
        ("\"a\"b", FieldError::EmailLocalPart),
        ("\"a b\"@c.de", FieldError::EmailSpace),
        ("a,b@c.de", FieldError::EmailLocalPart),
        ("mailto:a@b.de", FieldError::EmailLocalPart),
        ("Aysel<a@b.de>", FieldError::EmailLocalPart),
    ] {
        assert_eq!(Email::parse(text), Parsed::Invalid(flaw), "{text}");
    }
}

#[test]
fn an_address_has_at_most_254_bytes_and_64_before_the_at() {
    let domain = format!("{}.{}.{}.example.com", "a".repeat(60), "b".repeat(60), "c".repeat(50));
    let address = |length: usize| format!("{}@{domain}", "x".repeat(length - domain.len() - 1));
    assert!(Email::parse(&address(249)).valid().is_some(), "64 before the @");
    assert_eq!(Email::parse(&address(250)), Parsed::Invalid(FieldError::EmailLocalPart));
    let longer = format!("{}@{}", "x".repeat(59), domain.replace("example", "example-of-it"));
    assert!(Email::parse(&format!("{longer}.az")).valid().is_some_and(|email| email.as_str().len() == 253));
    assert!(Email::parse(&format!("{longer}.com")).valid().is_some_and(|email| email.as_str().len() == 254));
    assert_eq!(Email::parse(&format!("{longer}.info")), Parsed::Invalid(FieldError::EmailDomain));
    for length in 1..=64 {
        assert_eq!(Email::parse(&"x".repeat(length)), Parsed::Incomplete(FieldError::EmailAtMissing), "{length}");
    }
    assert_eq!(Email::parse(&"x".repeat(65)), Parsed::Invalid(FieldError::EmailLocalPart));
}

proptest! {
    #[test]
    fn no_text_panics_and_a_valid_address_parses_to_itself(text in any::<String>()) {
        if let Parsed::Valid(email) = Email::parse(&text) {
            prop_assert_eq!(Email::parse(email.as_str()), Parsed::Valid(email.clone()));
        }
    }

    #[test]
    fn an_address_is_never_invalid_while_it_is_typed(text in "[a-z][a-z0-9]{0,8}([.+_-][a-z0-9]{1,5})?@[a-z0-9]{1,8}(-[a-z0-9]{1,4})?(\\.[a-z]{2,6}){1,2}") {
        for (end, _) in text.char_indices() {
            let typed = text.get(..end).unwrap();
            prop_assert!(!matches!(Email::parse(typed), Parsed::Invalid(_)), "{}", typed);
        }
        prop_assert!(Email::parse(&text).valid().is_some(), "{}", text);
    }

    #[test]
    fn a_quoted_address_is_never_invalid_while_it_is_typed(inside in "([a-z@.,;:<>]|\\\\[a-z\"\\\\]){1,12}") {
        let text = format!("\"{inside}\"@example.com");
        for (end, _) in text.char_indices() {
            let typed = text.get(..end).unwrap();
            prop_assert!(!matches!(Email::parse(typed), Parsed::Invalid(_)), "{}", typed);
        }
        prop_assert!(Email::parse(&text).valid().is_some(), "{}", text);
    }

    #[test]
    fn no_address_like_text_panics(text in "[a-z@.\\-\\[\\]\"<>() ]{0,30}") {
        let _ = Email::parse(&text);
    }
}
