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

use EmailError::{
    AtMissing, Character, Comma, DigitsInEnding, DomainMissing, DotAfterAt, DotBeforeAt, DotFirst, DotLast, Ending,
    EndingMissing, Hyphen, LocalPartMissing, Quotes, SecondAt, Space, TooLong, TwoDots, Underscore,
};

#[test]
fn endings_are_letters_of_any_script() {
    for text in [
        "a@b.az",
        "a@b.museum",
        "a@b.рф",
        "a@b.भारत",
        "a@b.XN--P1AI",
        "a@xn--e1afmkfd.xn--p1ai",
        "a@b.中国",
        "a@b1.c2.az",
    ] {
        assert_eq!(Email::parse(text).valid().map(|email| email.as_str().to_owned()).as_deref(), Some(text));
    }
}

#[test]
fn an_unfinished_address_names_the_missing_part() {
    for (text, error) in [
        ("aysel", AtMissing),
        ("aysel.", AtMissing),
        ("\"", AtMissing),
        ("\"aysel", AtMissing),
        ("\"a@b", AtMissing),
        ("\"a\\", AtMissing),
        ("\"aysel\"", AtMissing),
        ("mailto:", AtMissing),
        ("<", AtMissing),
        ("a@127.0.0.11", Ending),
        ("a@mail.123", Ending),
        ("a@mail.c0m", Ending),
        ("a@x.c-d", Ending),
        ("aysel@", DomainMissing),
        ("aysel@gmail", EndingMissing),
        ("aysel@gmail.", EndingMissing),
        ("aysel@gmail.com.", DotLast),
        ("aysel@gmail.c", Ending),
        ("aysel@x-", Hyphen),
        ("aysel@gmail.com-", Hyphen),
        ("lale@mail.az0502123456", DigitsInEnding),
        ("lale@gmail.com123", DigitsInEnding),
        ("lale@gmail.com٣", DigitsInEnding),
        // A name may be followed by the address in brackets.
        ("Aysel M", Space),
        ("\"Aysel M", Space),
    ] {
        assert_eq!(Email::parse(text), Parsed::Incomplete(FieldError::Email(error)), "{text}");
    }
}

#[test]
fn each_fault_has_its_own_error() {
    for (text, error) in [
        ("a b@c.de", Space),
        ("aysel @gmail.com", Space),
        ("aysel@ gmail.com", Space),
        ("aysel@gmail .com", Space),
        ("a@b.de\nc@d.de", Space),
        ("\"a b\"@c.de", Space),
        ("@x.de", LocalPartMissing),
        ("@", LocalPartMissing),
        ("<@x.de>", LocalPartMissing),
        ("a..b@c.de", TwoDots),
        ("a..b", TwoDots),
        ("aysel@gmail..com", TwoDots),
        ("aysel@gmail.com..", TwoDots),
        (".a", DotFirst),
        (".aysel@gmail.com", DotFirst),
        ("aysel.@gmail.com", DotBeforeAt),
        ("aysel@.gmail.com", DotAfterAt),
        ("aysel@.", DotAfterAt),
        ("a@@b.de", SecondAt),
        ("a@b@c.de", SecondAt),
        ("a@b.de,c@d.de", SecondAt),
        ("aysel@gmail,com", Comma),
        ("aysel@mail,", Comma),
        ("aysel,m@gmail.com", Comma),
        ("aysel,m", Comma),
        ("aysel@gmail.com,", Character(',')),
        ("aysel@gmail.com;", Character(';')),
        ("aysel@gmail.com/", Character('/')),
        ("aysel@gmail.com?subject=x", Character('?')),
        ("aysel@gma!l.com", Character('!')),
        ("aysel@gmail。com", Character('。')),
        ("(aysel)@gmail.com", Character('(')),
        ("ay:sel@gmail.com", Character(':')),
        ("ay\"sel@gmail.com", Character('"')),
        ("https://a", Character(':')),
        ("a@[127.0.0.1]", Character('[')),
        ("a_b@under_score.az", Underscore),
        ("a@b_c.de", Underscore),
        ("a@-b.de", Hyphen),
        ("a@b-.de", Hyphen),
        ("a@b.-de", Hyphen),
        ("\"a\"b", Quotes),
        ("\"a\"b@c.de", Quotes),
        ("Aysel <a@b.de> M", Character('M')),
    ] {
        assert_eq!(Email::parse(text), Parsed::Invalid(FieldError::Email(error)), "{text}");
    }
}

#[test]
fn the_address_is_taken_out_of_what_other_programs_copy() {
    for text in [
        "aysel@gmail.com",
        "<aysel@gmail.com>",
        "Aysel <aysel@gmail.com>",
        "Aysel<aysel@gmail.com>",
        "Aysel Məmmədova < aysel@gmail.com >",
        "\"Aysel\" <aysel@gmail.com>",
        "\"Məmmədova, Aysel\" <aysel@gmail.com>",
        "'Aysel' <aysel@gmail.com>;",
        "Məmmədova, Aysel (VIP) <aysel@gmail.com>,",
        "aysel@gmail.com <aysel@gmail.com>",
        "Aysel <aysel@gmail.com",
        "mailto:aysel@gmail.com",
        "MAILTO: aysel@gmail.com",
        "mailto://aysel@gmail.com",
        "mailto:aysel@gmail.com?subject=Hello%20you&body=a@b",
        "mailto:aysel%40gmail.com",
        "<mailto:aysel@gmail.com>",
        "Aysel <mailto:aysel@gmail.com?cc=x@y.az>",
        "\u{200b}aysel@gmail.com\u{feff}",
        "aysel＠gmail．com",
        "ａｙｓｅｌ＠ｇｍａｉｌ．ｃｏｍ",
        "\"aysel@gmail.com\"",
        "'aysel@gmail.com'",
        "“aysel@gmail.com”",
        "«aysel@gmail.com»",
        "(aysel@gmail.com)",
        "[aysel@gmail.com]",
    ] {
        assert_eq!(Email::parse(text).valid().map(|email| email.0).as_deref(), Some("aysel@gmail.com"), "{text}");
    }
    let strange = "\"a<b>c\"@example.com";
    assert_eq!(Email::parse(strange).valid().map(|email| email.0).as_deref(), Some(strange));
    assert_eq!(Email::parse("mailto:100%25@b.de").valid().map(|email| email.0).as_deref(), Some("100%@b.de"));
}

#[test]
fn a_name_with_an_address_is_not_invalid_while_it_is_typed_before_the_at() {
    for text in ["Aysel Məmmədova <aysel@gmail.com>", "mailto:aysel@gmail.com?subject=x", "\"Aysel M\" <a@b.de>"] {
        for (end, _) in text.char_indices() {
            let typed = text.get(..end).unwrap();
            assert!(!matches!(Email::parse(typed), Parsed::Invalid(_)), "{typed}");
        }
    }
}

#[test]
fn an_address_has_at_most_254_bytes_and_64_before_the_at() {
    let too_long = Parsed::Invalid(FieldError::Email(TooLong));
    let domain = format!("{}.{}.{}.example.com", "a".repeat(60), "b".repeat(60), "c".repeat(50));
    let address = |length: usize| format!("{}@{domain}", "x".repeat(length - domain.len() - 1));
    assert!(Email::parse(&address(249)).valid().is_some(), "64 before the @");
    assert_eq!(Email::parse(&address(250)), too_long);
    let longer = format!("{}@{}", "x".repeat(59), domain.replace("example", "example-of-it"));
    assert!(Email::parse(&format!("{longer}.az")).valid().is_some_and(|email| email.as_str().len() == 253));
    assert!(Email::parse(&format!("{longer}.com")).valid().is_some_and(|email| email.as_str().len() == 254));
    assert_eq!(Email::parse(&format!("{longer}.info")), too_long);
    assert_eq!(Email::parse(&format!("a@{}.com", "b".repeat(64))), too_long);
    for length in 1..=64 {
        assert_eq!(Email::parse(&"x".repeat(length)), Parsed::Incomplete(FieldError::Email(AtMissing)), "{length}");
    }
    assert_eq!(Email::parse(&"x".repeat(65)), too_long);
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
