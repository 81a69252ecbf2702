use proptest::prelude::*;

use super::*;

#[test]
fn addresses_that_people_have() {
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
        assert_eq!(Email::read(text).good().map(|email| email.as_str().to_owned()).as_deref(), Some(text));
    }
    assert_eq!(Email::read("  a@b.de ").good().unwrap().as_str(), "a@b.de");
}

#[test]
fn unfinished_says_what_is_missing() {
    for (text, flaw) in [
        ("aysel", Flaw::EmailAtMissing),
        ("aysel.", Flaw::EmailAtMissing),
        ("\"", Flaw::EmailAtMissing),
        ("\"aysel", Flaw::EmailAtMissing),
        ("\"a@b", Flaw::EmailAtMissing),
        ("\"a\\", Flaw::EmailAtMissing),
        ("\"aysel\"", Flaw::EmailAtMissing),
        ("a@127.0.0.11", Flaw::EmailDomain),
        ("aysel@", Flaw::EmailDomain),
        ("aysel@gmail", Flaw::EmailDomain),
        ("aysel@gmail.", Flaw::EmailDomain),
        ("aysel@gmail.c", Flaw::EmailDomain),
        ("aysel@x-", Flaw::EmailDomain),
    ] {
        assert_eq!(Email::read(text), Reading::Partial(flaw), "{text}");
    }
}

#[test]
fn what_can_become_no_address_is_bad() {
    for (text, flaw) in [
        ("a b@c.de", Flaw::EmailBlank),
        ("@x.de", Flaw::EmailLocalPart),
        ("a..b@c.de", Flaw::EmailLocalPart),
        ("a..b", Flaw::EmailLocalPart),
        (".a", Flaw::EmailLocalPart),
        ("a@@b.de", Flaw::EmailLocalPart),
        ("a@b..de", Flaw::EmailDomain),
        ("a@.de", Flaw::EmailDomain),
        ("a@[127.0.0.1]", Flaw::EmailDomain),
        ("a@b_c.de", Flaw::EmailDomain),
        ("a@b!c.de", Flaw::EmailDomain),
        ("a@-b.de", Flaw::EmailDomain),
        ("a@b-.de", Flaw::EmailDomain),
        ("a b", Flaw::EmailBlank),
        ("a@b.de\nc@d.de", Flaw::EmailBlank),
        ("a@b@c.de", Flaw::EmailLocalPart),
        ("\"a\"b", Flaw::EmailLocalPart),
        ("\"a b\"@c.de", Flaw::EmailBlank),
        ("a,b@c.de", Flaw::EmailLocalPart),
        ("mailto:a@b.de", Flaw::EmailLocalPart),
        ("Aysel<a@b.de>", Flaw::EmailLocalPart),
    ] {
        assert_eq!(Email::read(text), Reading::Bad(flaw), "{text}");
    }
}

#[test]
fn the_longest_have_254_bytes_and_64_before_the_at() {
    let domain = format!("{}.{}.{}.example.com", "a".repeat(60), "b".repeat(60), "c".repeat(50));
    let address = |length: usize| format!("{}@{domain}", "x".repeat(length - domain.len() - 1));
    assert!(Email::read(&address(249)).good().is_some(), "64 before the @");
    assert_eq!(Email::read(&address(250)), Reading::Bad(Flaw::EmailLocalPart));
    let longer = format!("{}@{}", "x".repeat(59), domain.replace("example", "example-of-it"));
    assert!(Email::read(&format!("{longer}.az")).good().is_some_and(|email| email.as_str().len() == 253));
    assert!(Email::read(&format!("{longer}.com")).good().is_some_and(|email| email.as_str().len() == 254));
    assert_eq!(Email::read(&format!("{longer}.info")), Reading::Bad(Flaw::EmailDomain));
    for length in 1..=64 {
        assert_eq!(Email::read(&"x".repeat(length)), Reading::Partial(Flaw::EmailAtMissing), "{length}");
    }
    assert_eq!(Email::read(&"x".repeat(65)), Reading::Bad(Flaw::EmailLocalPart));
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_good_reads_back(text in any::<String>()) {
        if let Reading::Good(email) = Email::read(&text) {
            prop_assert_eq!(Email::read(email.as_str()), Reading::Good(email.clone()));
        }
    }

    #[test]
    fn typing_an_address_never_turns_red(text in "[a-z][a-z0-9]{0,8}([.+_-][a-z0-9]{1,5})?@[a-z0-9]{1,8}(-[a-z0-9]{1,4})?(\\.[a-z]{2,6}){1,2}") {
        for (end, _) in text.char_indices() {
            let begun = text.get(..end).unwrap();
            prop_assert!(!matches!(Email::read(begun), Reading::Bad(_)), "{}", begun);
        }
        prop_assert!(Email::read(&text).good().is_some(), "{}", text);
    }

    #[test]
    fn typing_a_quoted_address_never_turns_red(inside in "([a-z@.,;:<>]|\\\\[a-z\"\\\\]){1,12}") {
        let text = format!("\"{inside}\"@example.com");
        for (end, _) in text.char_indices() {
            let begun = text.get(..end).unwrap();
            prop_assert!(!matches!(Email::read(begun), Reading::Bad(_)), "{}", begun);
        }
        prop_assert!(Email::read(&text).good().is_some(), "{}", text);
    }

    #[test]
    fn no_almost_address_panics(text in "[a-z@.\\-\\[\\]\"<>() ]{0,30}") {
        let _ = Email::read(&text);
    }
}
