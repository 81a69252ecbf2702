use proptest::prelude::*;

use super::*;

mod names;

fn certain(text: &str, language: &str) -> String {
    match capitalize(text, language.parse().unwrap()) {
        Capitalized::Certain(name) => name,
        Capitalized::Unsure(spellings) => panic!("{language} {text}: {spellings:?}"),
    }
}

#[test]
fn a_name_in_one_case_is_capitalized() {
    for (language, typed, name) in [
        ("az", "aysel məmmədova", "Aysel Məmmədova"),
        ("az", "AYSEL MƏMMƏDOVA", "Aysel Məmmədova"),
        ("az", "ilqar ismayılov", "İlqar İsmayılov"),
        ("az", "İLQAR İSMAYILOV", "İlqar İsmayılov"),
        ("az", "ışıq", "Işıq"),
        ("az", "nigar", "Nigar"),
        ("az", "IVAN PETROV", "Ivan Petrov"),
        ("tr", "irmak ışık", "İrmak Işık"),
        ("tr", "IRMAK IŞIK", "Irmak Işık"),
        ("tr", "ÇAĞIL", "Çağıl"),
        ("en", "ivan ilyin", "Ivan Ilyin"),
        ("en", "IVAN ILYIN", "Ivan Ilyin"),
        ("ru", "айсель мамедова", "Айсель Мамедова"),
        ("ru", "ЁЛКИНА ЮЛИЯ", "Ёлкина Юлия"),
        ("az", "əli-zadə", "Əli-Zadə"),
        ("nl", "IJSBRAND", "IJsbrand"),
        ("en", "straße", "Straße"),
        ("en", "ßa ŉa", "ßa ŉa"),
        ("en", "ΓΙΩΡΓΟΣ ΑΣ", "Γιωργος Ας"),
        ("en", "a", "A"),
        ("az", "  aysel  ", "  Aysel  "),
        ("en", "2pac", "2pac"),
        ("en", "JOHN BAKER III", "John Baker III"),
        ("az", "ELXAN MƏMMƏDOV II", "Elxan Məmmədov II"),
        ("az", "JOHN VIII", "John VIII"),
    ] {
        assert_eq!(certain(typed, language), name, "{language} {typed}");
    }
}

/// The text shows its language, whatever the settings are.
#[test]
fn a_text_with_letters_of_azerbaijani_or_turkish_decides_about_the_i() {
    for language in ["az", "tr", "en", "ru", "uz", "ka"] {
        for (typed, name) in [
            ("SEVİNC", "Sevinc"),
            ("VİLAYƏT ƏLİYEV", "Vilayət Əliyev"),
            ("IŞIQ ƏLİYEVA", "Işıq Əliyeva"),
            ("QILINC MƏMMƏDOV", "Qılınc Məmmədov"),
            ("DİLARA YILDIZ", "Dilara Yıldız"),
            ("ilqar əliyev", "İlqar Əliyev"),
            ("ışıl inan", "Işıl İnan"),
            ("LİAM", "Liam"),
        ] {
            assert_eq!(certain(typed, language), name, "{language} {typed}");
        }
    }
    // Ş and Ğ are letters of other languages too.
    assert_eq!(certain("ŞIRIN", "tk"), "Şirin");
    assert_eq!(certain("ĞULOM IBROHIM", "uz"), "Ğulom Ibrohim");
    assert_eq!(certain("YAĞIZ", "az"), "Yağız");
}

#[test]
fn an_i_that_nothing_decides_leaves_two_spellings() {
    for (language, typed, dotted, dotless) in [
        ("az", "LIAM NIELSEN", "Liam Nielsen", "Lıam Nıelsen"),
        ("az", "MICHAEL SMITH", "Michael Smith", "Mıchael Smıth"),
        ("az", "NIGAR", "Nigar", "Nıgar"),
        ("tr", "YILDIZ", "Yildiz", "Yıldız"),
        ("az", "FRANÇOIS MÜLLER", "François Müller", "Françoıs Müller"),
        ("az", "A.NIYAZOV", "A.Niyazov", "A.Nıyazov"),
        ("az", "NIGAR RAUF QIZI", "Nigar Rauf qızı", "Nıgar Rauf qızı"),
        ("az", "ILQAR ISMAYILOV", "Ilqar Ismayilov", "Ilqar Ismayılov"),
    ] {
        let spellings = Capitalized::Unsure([dotted.to_owned(), dotless.to_owned()]);
        assert_eq!(capitalize(typed, language.parse().unwrap()), spellings, "{typed}");
    }
    for (language, typed, name) in [("en", "LIAM NIELSEN", "Liam Nielsen"), ("ru", "NIGAR", "Nigar")] {
        assert_eq!(certain(typed, language), name);
    }
}

#[test]
fn a_word_begins_after_a_sign() {
    for (typed, name) in [
        ("A.MƏMMƏDOV", "A.Məmmədov"),
        ("И.И. ИВАНОВ", "И.И. Иванов"),
        ("F.H. STEENBERG", "F.H. Steenberg"),
        ("anna-maria", "Anna-Maria"),
        ("anna–maria‑luz", "Anna–Maria‑Luz"),
        ("əhməd/məmməd", "Əhməd/Məmməd"),
        ("lale&samir", "Lale&Samir"),
        ("AYSEL (LALƏ)", "Aysel (Lalə)"),
        ("\"rauf\" “lalə” «асе» „öz“", "\"Rauf\" “Lalə” «Асе» „Öz“"),
        ("a,b;c:d+e", "A,B;C:D+E"),
        ("'rauf'", "'Rauf'"),
        ("ʻabdulla ʼahmad", "ʻAbdulla ʼAhmad"),
    ] {
        assert_eq!(certain(typed, "az"), name, "{typed}");
    }
}

#[test]
fn a_word_begins_after_an_apostrophe_unless_it_belongs_to_a_letter() {
    for (language, typed, name) in [
        ("az", "o'neal", "O'Neal"),
        ("az", "O’REAGAN", "O’Reagan"),
        ("en", "OʼCONNOR", "OʼConnor"),
        ("en", "d'artagnan", "D'Artagnan"),
        ("en", "D´ANGELO", "D´Angelo"),
        ("en", "L'OREAL", "L'Oreal"),
        ("en", "dell'acqua", "Dell'Acqua"),
        ("az", "MC'DONALD", "Mc'Donald"),
        ("ru", "о'нил", "О'Нил"),
        ("ru", "Д’АРТАНЬЯН", "Д’Артаньян"),
        ("ru", "лук’яненко в'ячеслав", "Лук’яненко В'ячеслав"),
        ("az", "MƏS'UD", "Məs'ud"),
        ("en", "SA'DULLA", "Sa'dulla"),
        ("en", "o'g'il", "O'g'il"),
        ("en", "G'ULOM", "G'ulom"),
        ("en", "oʻktam", "Oʻktam"),
        ("en", "O‘KTAM", "O‘ktam"),
        ("uz", "o'ktam", "O'ktam"),
        ("uz", "O’ROZ XO’JAYEV", "O’roz Xo’jayev"),
        ("en", "O'KTAM XO'JAYEV", "O'ktam Xo'jayev"),
    ] {
        assert_eq!(certain(typed, language), name, "{typed}");
    }
}

#[test]
fn a_particle_after_a_name_stays_small() {
    for (language, typed, name) in [
        ("az", "kamran rauf oğlu", "Kamran Rauf oğlu"),
        ("az", "LALƏ KAMRAN QIZI NURİYEVA", "Lalə Kamran qızı Nuriyeva"),
        ("az", "LALƏ KAMRAN QIZI", "Lalə Kamran qızı"),
        ("az", "LALA KAMRAN QIZI", "Lala Kamran qızı"),
        ("ru", "LALƏ KAMRAN QIZI NURİYEVA", "Lalə Kamran qızı Nuriyeva"),
        ("en", "NİGAR RAUF QIZI", "Nigar Rauf qızı"),
        ("uz", "SEVİNC ELDAR QIZI", "Sevinc Eldar qızı"),
        ("ka", "AYŞE IŞIK ALİ KIZI", "Ayşe Işık Ali kızı"),
        ("az", "RAUF OĞLU", "Rauf oğlu"),
        ("az", "RAUF-OGLU", "Rauf-oglu"),
        ("ru", "АЛИЕВ РАМИЗ САМЕД ОГЛЫ", "Алиев Рамиз Самед оглы"),
        ("ru", "алиев самед-оглы", "Алиев Самед-оглы"),
        ("ru", "АЛИЕВА ЛАЛА САМЕД КЫЗЫ", "Алиева Лала Самед кызы"),
        ("uz", "KARIM ANVAR OʻGʻLI", "Karim Anvar oʻgʻli"),
        ("uz", "KARIM ANVAR O'G'LI", "Karim Anvar o'g'li"),
        ("uz", "KARIM ANVAR O’G’LI", "Karim Anvar o’g’li"),
        ("uz", "karim anvar o‘g‘li", "Karim Anvar o‘g‘li"),
        ("uz", "NODIRA ANVAR QIZI", "Nodira Anvar qizi"),
        ("uz", "ҚОДИР АНВАР ЎҒЛИ", "Қодир Анвар ўғли"),
        ("uz", "нодира анвар қизи", "Нодира Анвар қизи"),
        ("ru", "АЗАМАТ УУЛУ БАКЫТ", "Азамат уулу Бакыт"),
        ("en", "azamat uulu bakyt", "Azamat uulu Bakyt"),
        ("en", "AINURA BAKYT KYZY", "Ainura Bakyt kyzy"),
        ("tk", "myrat ogly", "Myrat ogly"),
        ("tk", "GÜL MYRAT GYZY", "Gül Myrat gyzy"),
        ("tr", "AYŞE KARA KIZI", "Ayşe Kara kızı"),
        ("ru", "абай құнанбай ұлы", "Абай Құнанбай ұлы"),
        ("az", "oğlu", "Oğlu"),
    ] {
        assert_eq!(certain(typed, language), name, "{language} {typed}");
    }
}

#[test]
fn mixed_case_and_scripts_without_case_stay_as_typed() {
    for name in [
        "McDonald",
        "Aysel məmmədova",
        "aysel Məmmədova",
        "van der Berg",
        "漢字",
        "გიორგი",
        "ᲒᲘᲝᲠᲒᲘ",
        "محمد علی",
        "דוד לוי",
        "ᏣᎳᎩ",
        "राम",
        "สมชาย",
        "42",
        "",
        "A",
    ] {
        for language in ["az", "tr", "ru", "en", "ka"] {
            assert_eq!(certain(name, language), name);
        }
    }
    assert_eq!(certain("გიორგი SMALL", "az"), "გიორგი Small");
    assert_eq!(certain("ᲒᲘᲝᲠᲒᲘ small", "az"), "ᲒᲘᲝᲠᲒᲘ Small");
}

/// Returns true if the second is the same letter in another case.
fn is_same_letter(typed: char, shown: char) -> bool {
    let small = |c: char| c.to_lowercase().next().unwrap();
    match typed {
        'i' => matches!(shown, 'i' | 'I' | 'İ'),
        'ı' => matches!(shown, 'ı' | 'I'),
        'İ' => matches!(shown, 'İ' | 'i'),
        'I' => matches!(shown, 'I' | 'i' | 'ı'),
        'Σ' => matches!(shown, 'Σ' | 'σ' | 'ς'),
        _ => typed == shown || small(typed) == small(shown),
    }
}

proptest! {
    #[test]
    fn no_letter_becomes_another_one(text in "\\PC{0,8}|[A-Z ƏĞŞİIÉΣЁ'.-]{0,16}|[a-z əğşıiéσё'.-]{0,16}", language in proptest::sample::select(vec!["az", "tr", "ru", "en", "uz", "nl"])) {
        let spellings = match capitalize(&text, language.parse().unwrap()) {
            Capitalized::Certain(name) => vec![name],
            Capitalized::Unsure([dotted, dotless]) => {
                prop_assert!(["az", "tr"].contains(&language) && text.contains('I'));
                vec![dotted, dotless]
            }
        };
        for name in &spellings {
            prop_assert_eq!(name.chars().count(), text.chars().count());
            for (typed, shown) in text.chars().zip(name.chars()) {
                prop_assert!(is_same_letter(typed, shown), "{:?} -> {:?}", text, name);
            }
        }
    }
}
