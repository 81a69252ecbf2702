//! Common names of Azerbaijan, and how other documents spell them.

/// Common first names of men in Azerbaijan.
pub(super) const MEN: &str = "\
    Əli Amil Amin Alim Vəli Səlim Səməd Hüseyn Həsən Məhəmməd Yusif Ömər Murad Tural Elvin Elnur Elçin Elşən Eldar \
    Elman Elxan Anar Azər Araz Aqil Akif Arif Asif Aydın Babək Bəhruz Cavid Cavad Ceyhun Emin Emil Etibar Əhməd \
    Əkbər Əziz Fərid Fuad Faiq Fərhad Fikrət Hikmət İbrahim İlqar İlham İlkin İmran İntiqam İsmayıl Kamran Kamal \
    Kənan Kərim Mahir Mehdi Mirzə Mübariz Namiq Natiq Nicat Nihad Nurlan Nəriman Orxan Oqtay Pərviz Polad Qabil \
    Qadir Qasım Ramil Ramin Rauf Rasim Rəşad Rəşid Rövşən Rüfət Sabir Salman Samir Səbuhi Seymur Sənan Şahin Şamil \
    Tahir Teymur Tofiq Toğrul Turan Ülvi Vaqif Vasif Vüqar Vüsal Xəyal Xalid Yaşar Zaur Ziya";

/// Common first names of women in Azerbaijan.
pub(super) const WOMEN: &str = "\
    Aysel Aysu Aysun Aytən Aytac Aygün Aynur Ayan Afaq Arzu Bahar Banu Cəmilə Ceyran Dilarə Elnarə Elmira Esmira \
    Fatimə Fidan Firuzə Gülnar Gülnarə Gülnaz Gülay Gülər Günay Günel Həcər Humay İlahə İradə Jalə Könül Kəmalə \
    Ləman Lalə Lamiyə Leyla Məryəm Mələk Mehriban Nərmin Nərgiz Nigar Nuray Nuranə Nəzrin Nəzakət Pərvanə Pəri \
    Ramilə Reyhan Rəna Röya Rübabə Sara Sevda Sevil Sevinc Səbinə Sədaqət Səma Sona Südabə Şəbnəm Şəfiqə Şəhla \
    Tamara Təranə Türkan Ulduz Ülkər Ülviyyə Vəfa Xanım Xəyalə Yasəmən Yeganə Zeynəb Zəhra Zümrüd";

/// The first names from which common surnames of Azerbaijan are made, with `-ov` or `-yev` (a woman's ends in `-a`),
/// `-li` and `-zadə`.
pub(super) const SURNAMES: &str = "\
    Əliyev Məmmədov Həsənov Hüseynov Quliyev İsmayılov Əhmədov Abbasov Rzayev Vəliyev Kərimov Babayev İbrahimov \
    Mustafayev Cəfərov Qasımov Rəhimov Süleymanov Nəbiyev Orucov Əsgərov Mirzəyev Bağırov Hacıyev Ağayev Musayev \
    Novruzov Qurbanov Şahbazov Səfərov Tağıyev Yusifov Zeynalov Xəlilov Cəlilov Heydərov Şirinov Məhərrəmov Nəsirov \
    Rüstəmov Sadıqov Salmanov Səlimov Tahirov Allahverdiyev Aslanov Bayramov Budaqov Dadaşov Eyvazov Fərəcov Gözəlov \
    İmanov İskəndərov Kazımov Qarayev Qəhrəmanov Mahmudov Muradov Namazov";
pub(super) const SURNAMES_OF_BOTH: &str = "\
    Əlizadə Məmmədli Həsənli Hüseynli Quluzadə İsmayıllı Əhmədli Abbaslı Kərimli Mustafazadə Cəfərli Qasımlı Rəhimli \
    Süleymanlı Nəbizadə Axundzadə Mirzəzadə Hacızadə Ağazadə Musalı";

/// Returns every full name of the lists: first names × surnames of their gender.
pub(super) fn full_names() -> Vec<String> {
    let with_surnames = |first_names: &str, ending: &str| {
        let surnames = SURNAMES.split_whitespace().map(|surname| format!("{surname}{ending}"));
        let surnames: Vec<String> = surnames.chain(SURNAMES_OF_BOTH.split_whitespace().map(str::to_owned)).collect();
        let first_names: Vec<String> = first_names.split_whitespace().map(str::to_owned).collect();
        first_names
            .into_iter()
            .flat_map(move |first| surnames.clone().into_iter().map(move |last| format!("{first} {last}")))
    };
    with_surnames(MEN, "").chain(with_surnames(WOMEN, "a")).collect()
}

/// The letters that people type without the letters of Azerbaijani.
pub(super) const PLAIN: &[(&str, &str)] =
    &[("ə", "e"), ("ş", "s"), ("ç", "c"), ("ğ", "g"), ("ı", "i"), ("ö", "o"), ("ü", "u")];

/// The letters of a passport.
pub(super) const PASSPORT: &[(&str, &str)] = &[
    ("ə", "a"),
    ("j", "zh"),
    ("c", "j"),
    ("ş", "sh"),
    ("ç", "ch"),
    ("x", "kh"),
    ("q", "g"),
    ("ğ", "gh"),
    ("ı", "i"),
    ("ö", "o"),
    ("ü", "u"),
];

/// The letters of a Russian document, with the usual letters for h, q, ə, ö and ü.
pub(super) const RUSSIAN: &[(&str, &str)] = &[
    ("iyy", "ий"),
    ("yə", "я"),
    ("ya", "я"),
    ("ye", "е"),
    ("yo", "ё"),
    ("yu", "ю"),
    ("yü", "ю"),
    ("a", "а"),
    ("b", "б"),
    ("c", "дж"),
    ("ç", "ч"),
    ("d", "д"),
    ("e", "е"),
    ("ə", "а"),
    ("f", "ф"),
    ("g", "г"),
    ("ğ", "г"),
    ("h", "г"),
    ("x", "х"),
    ("ı", "ы"),
    ("i", "и"),
    ("j", "ж"),
    ("k", "к"),
    ("q", "г"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("ö", "ё"),
    ("p", "п"),
    ("r", "р"),
    ("s", "с"),
    ("ş", "ш"),
    ("t", "т"),
    ("u", "у"),
    ("ü", "ю"),
    ("v", "в"),
    ("y", "й"),
    ("z", "з"),
];

/// Replaces the letters of a name, the first spellings of the table first.
pub(super) fn spelled(name: &str, letters: &[(&str, &str)]) -> String {
    let small = name.replace('İ', "i").replace('I', "ı").to_lowercase();
    let mut rest = small.as_str();
    let mut text = String::new();
    while let Some(c) = rest.chars().next() {
        let found = letters.iter().find_map(|(from, to)| Some(((*to).to_owned(), rest.strip_prefix(from)?)));
        let (letter, after) = found.unwrap_or_else(|| (c.to_string(), rest.strip_prefix(c).unwrap()));
        text.push_str(&letter);
        rest = after;
    }
    text
}
