use proptest::prelude::*;

use super::*;
use names::{MEN, PASSPORT, PLAIN, RUSSIAN, SURNAMES, SURNAMES_OF_BOTH, WOMEN, full_names, spelled};

mod names;

fn are_similar(one: &str, other: &str) -> bool {
    let (one, other) = (NameKey::new(one), NameKey::new(other));
    let is_similar = one.is_similar_to(&other);
    assert_eq!(is_similar, other.is_similar_to(&one), "both directions");
    is_similar
}

/// Pairs of spellings of one name, by class.
const SAME: &[(&str, &str)] = &[
    // Spaces, hyphens, full stops, commas and apostrophes.
    ("Əli-Zadə Nurlan", "Əli Zadə Nurlan"),
    ("Əli Zadə Nurlan", "Əlizadə Nurlan"),
    ("Nurlan Əlizadə", "Əli–Zadə Nurlan"),
    ("A.Məmmədov", "A. Məmmədov"),
    ("Məmmədova, Aysel", "Aysel Məmmədova"),
    ("Aysel  Məmmədova", "aysel məmmədova"),
    ("Mir Cəlal Hüseynov", "Mircəlal Hüseynov"),
    ("Gül-Naz Həsənova", "Gülnaz Həsənova"),
    ("O’Brien Kate", "OBRIEN KATE"),
    ("Oʻtkir Saʼdullayev", "O'tkir Sa`dullayev"),
    ("Oʻtkir Saʼdullayev", "Otkir Sadullayev"),
    ("D'Artagnan Emil", "D´Artagnan Emil"),
    ("Məsʿud Ələsgərov", "Masud Alasgarov"),
    ("José Renée Kâmil", "Jose Renee Kamil"),
    ("Jose\u{301} Pérez", "JOSÉ PEREZ"),
    ("Mǝmmǝdov Әli", "Məmmədov Əli"),
    // The letters of Azerbaijani, without them, and as a passport has them.
    ("Aysel Məmmədova", "Aysel Mammadova"),
    ("Aysel Məmmədova", "AYSEL MEMMEDOVA"),
    ("Hüseyn Şahbazov", "Huseyn Shahbazov"),
    ("Hüseyn Şahbazov", "Huseyn Sahbazov"),
    ("Çingiz Çələbi", "Chingiz Chalabi"),
    ("Çingiz Çələbi", "Cingiz Celebi"),
    ("Xəyal Xəlilov", "Khayal Khalilov"),
    ("Xanım Əhmədova", "Khanim Ahmadova"),
    ("Qasım Quliyev", "Gasim Guliyev"),
    ("Cavid Cəfərov", "Javid Jafarov"),
    ("Cavid Cəfərov", "Djavid Djafarov"),
    ("Jalə Əjdərova", "Jala Azhdarova"),
    ("Tuğrul Ağayev", "Tughrul Aghayev"),
    ("Tuğrul Ağayev", "Tugrul Agayev"),
    ("Işıq Qızılova", "Ishig Gizilova"),
    ("Aysel Nəbiyeva", "Aisel Nabieva"),
    ("Yəhya Süleymanlı", "Yehya Suleymanli"),
    ("Gülnarə Rzayeva", "Gulnara Rzaeva"),
    ("Ülviyyə Öməröva", "Ulviya Omarova"),
    ("Məhəmməd Hüseyinov", "Mahamad Huseynov"),
    ("Leyla Əliyeva", "Leila Alieva"),
    ("İlqar Vəliyev", "ILGAR VALIYEV"),
    ("Rəşad Böyükağa", "Rashad Boyukagha"),
    // The patronymic.
    ("Kamran Rauf oğlu Əliyev", "Kamran Əliyev"),
    ("Əliyev Kamran Rauf oğlu", "Kamran Rauf Əliyev"),
    ("Nuriyeva Lalə Kamran qızı", "Lale Nuriyeva"),
    ("Алиев Рамиз Самед оглы", "Ramiz Əliyev"),
    ("Алиева Лала Рауф кызы", "Əliyeva Lalə Rauf qızı"),
    ("Karimov Alisher Rustam o‘g‘li", "Каримов Алишер"),
    ("Karimova Nigora Rustam qizi", "Nigora Karimova"),
    ("Məmmədov Elçin Rauf-oğlu", "Elçin Raufoğlu Məmmədov"),
    ("Мамедов Эльчин Рауфович", "Məmmədov Elçin Rauf oğlu"),
    ("Гусейнова Севда Алиевна", "Sevda Hüseynova"),
    ("Asanov Bakyt Taalay uulu", "Bakyt Asanov"),
    ("Əliyev Kamran Rauf o.", "Kamran Əliyev"),
    ("Nuriyeva Lalə Kamran q.", "Nuriyeva Lalə Kamran qızı"),
    ("Каримов Алишер Рустам угли", "Karimov Alisher"),
    ("Каримова Нигора Рустам кизи", "Karimova Nigora Rustam qizi"),
    ("Annayew Myrat Batyr ogly", "Annayev Mirat"),
    // The order of the words.
    ("Məmmədova Aysel", "Aysel Məmmədova"),
    ("Əliyev Kamran Rauf", "Kamran Rauf Əliyev"),
    // Cyrillic: Azerbaijani, Russian and Uzbek.
    ("Əliyev Vüqar", "Алиев Вугар"),
    ("Hüseynov Heydər", "Гусейнов Гейдар"),
    ("Hacıyev Cavad", "Гаджиев Джавад"),
    ("Qarayev Qara", "Караев Кара"),
    ("Şahin Xəlilov", "Шахин Халилов"),
    ("Gülnarə Əliyeva", "Гюльнара Алиева"),
    ("Aygün Şükürova", "Айгюн Шукюрова"),
    ("Könül Göyüşova", "Кёнуль Гёюшова"),
    ("Cəmilə Tağıyeva", "Джамиля Тагиева"),
    ("Lalə Məmmədova", "Ляля Мяммядова"),
    ("Gülyaz Sevinc", "Гюльяз Севиндж"),
    ("İshaqov Tofiq", "Исхаков Тофик"),
    ("Gökhan Yılmaz", "Гёкхан Йылмаз"),
    ("Xocayev Hikmət", "Ходжаев Гикмет"),
    ("Qəhrəmanov Sadıq", "Кахраманов Садык"),
    ("Ziyoda Yulduz", "Зиёда Юлдуз"),
    ("Dilafroʻz Xurshidova", "Дилафруз Хуршидова"),
    ("Tatiana Khudaverdiyeva", "Татьяна Худавердиева"),
    ("Ülviyyə Yaqubova", "Ульвия Ягубова"),
    ("Məmmədova Aysel", "Мәммәдова Ајсел"),
    ("Çingiz Göyüşov", "Чинҝиз Ҝөјүшов"),
    ("Joʻrayev Shavkat", "Жўраев Шавкат"),
    ("Жўраев Шавкат", "Джураев Шавкат"),
    ("Qodirov Yoqub", "Қодиров Ёқуб"),
    ("Gʻulomov Hamid", "Ғуломов Ҳамид"),
    ("Yelena Semyonova", "Елена Семенова"),
    ("Elena Semenova", "Елена Семёнова"),
    ("Юлия Щербакова", "Yuliya Shcherbakova"),
    ("Maxim Alexeyev", "Максим Алексеев"),
    ("Nataliya Tsoy", "Наталья Цой"),
    ("Йўлдош Эргашев", "Yo'ldosh Ergashev"),
];

/// Pairs of names of different people, by class.
const DIFFERENT: &[(&str, &str)] = &[
    // Another first name, near in sound or letters.
    ("Aysel Məmmədova", "Aysu Məmmədova"),
    ("Aysel Məmmədova", "Aysun Məmmədova"),
    ("Aytən Əliyeva", "Aytac Əliyeva"),
    ("Nigar Əliyeva", "Nihal Əliyeva"),
    ("Kamran Əliyev", "Kənan Əliyev"),
    ("Kamran Əliyev", "Kamal Əliyev"),
    ("Elçin Həsənov", "Elşən Həsənov"),
    ("Elnur Həsənov", "Elnurə Həsənova"),
    ("Elnur Həsənov", "Elmar Həsənov"),
    ("Rəşad Quliyev", "Rəşid Quliyev"),
    ("Fərid Quliyev", "Fuad Quliyev"),
    ("Leyla Rzayeva", "Lalə Rzayeva"),
    ("Lalə Rzayeva", "Lamiyə Rzayeva"),
    ("Sevinc Babayeva", "Sevil Babayeva"),
    ("Sevda Babayeva", "Sədaqət Babayeva"),
    ("Gülnarə İsmayılova", "Gülnaz İsmayılova"),
    ("Gülay Abbasova", "Gülər Abbasova"),
    ("Orxan Mustafayev", "Turan Mustafayev"),
    ("Samir Kərimov", "Samirə Kərimova"),
    ("Tural Kərimov", "Tural Kərimli"),
    ("Vüqar Kərimov", "Vüsal Kərimov"),
    ("Zaur Nəbiyev", "Zahir Nəbiyev"),
    ("Əli Nəbiyev", "Vəli Nəbiyev"),
    ("Ülvi Nəbiyev", "Əlvi Nəbiyev"),
    ("Murad Səfərov", "Mirzə Səfərov"),
    ("Hüseyn Əhmədov", "Həsən Əhmədov"),
    ("Cavid Əhmədov", "Cavad Əhmədov"),
    ("Xəyal Əhmədov", "Xalid Əhmədov"),
    ("Natiq Əhmədov", "Namiq Əhmədov"),
    ("Ramil Əhmədov", "Ramin Əhmədov"),
    // Another surname.
    ("Aysel Məmmədova", "Aysel Məmmədli"),
    ("Aysel Məmmədova", "Aysel Mahmudova"),
    ("Nurlan Əliyev", "Nurlan Vəliyev"),
    ("Nurlan Əliyev", "Nurlan Əlizadə"),
    ("Nurlan Əliyev", "Nurlan Əliyeva"),
    ("Nurlan Həsənov", "Nurlan Hüseynov"),
    ("Nurlan Qasımov", "Nurlan Qurbanov"),
    ("Nurlan Qasımov", "Nurlan Həşimov"),
    ("Nurlan Hacıyev", "Nurlan Hadıyev"),
    ("Nurlan Kərimov", "Nurlan Qədimov"),
    ("Rauf Cəfərov", "Rauf Səfərov"),
    ("Rauf Xəlilov", "Rauf Cəlilov"),
    ("Rauf Şahbazov", "Rauf Şahmarov"),
    // A part of the name, or further words.
    ("Aysel", "Aysel Məmmədova"),
    ("Əli Rza Məmmədov", "Əli Məmmədov"),
    ("Nurlan Əli", "Nurlan Əliyev"),
    ("A. Məmmədova", "Aysel Məmmədova"),
    // Another father, or a son and a daughter.
    ("Kamran Rauf oğlu Əliyev", "Kamran Samir oğlu Əliyev"),
    ("Kamran Rauf oğlu Əliyev", "Kamran Samir Əliyev"),
    ("Şirin Rauf oğlu Əlizadə", "Şirin Rauf qızı Əlizadə"),
    ("Иванов Иван Петрович", "Иванов Иван Сергеевич"),
    ("Алиев Рамиз Самед оглы", "Əliyev Ramiz Rauf oğlu"),
    ("Rauf oğlu", "Samir oğlu"),
    ("Ana Petrović", "Ana Marković"),
    ("Əliyev Kamran Rauf o.", "Əliyev Kamran Samir o."),
    // The letters are in another order.
    ("Əli Nur", "Nəli Ur"),
    ("Samir Rəsul", "Ramis Rəsul"),
    // Cyrillic.
    ("Əliyev Vüqar", "Алиев Вагиф"),
    ("Hüseynov Heydər", "Касимов Гейдар"),
    ("Kamal Kərimov", "Гамаль Керимов"),
    ("Елена Семёнова", "Алина Семёнова"),
    ("Юлия Иванова", "Лилия Иванова"),
    ("Жўраев Шавкат", "Каримов Шавкат"),
    ("Мария Петрова", "Марина Петрова"),
    ("Yaşar Əliyev", "Şahin Əliyev"),
    ("Юсиф Алиев", "Ясин Алиев"),
    ("Ayan Əliyeva", "Ayna Əliyeva"),
    ("Гюльнара Алиева", "Гюльназ Алиева"),
    ("Александр Петров", "Алексей Петров"),
];

#[test]
fn spellings_of_one_name_are_similar() {
    assert!(SAME.len() >= 60);
    let missed: Vec<_> = SAME.iter().filter(|(one, other)| !are_similar(one, other)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn names_of_different_people_are_not_similar() {
    assert!(DIFFERENT.len() >= 60);
    let wrong: Vec<_> = DIFFERENT.iter().filter(|(one, other)| are_similar(one, other)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn hardly_any_two_different_names_are_similar() {
    let names: Vec<NameKey> = full_names().iter().map(|name| NameKey::new(name)).collect();
    // Pairs of all names, and of names with the same first name or the same surname, which are the risk.
    let mut words: Vec<&str> =
        [MEN, WOMEN, SURNAMES, SURNAMES_OF_BOTH].iter().flat_map(|list| list.split_whitespace()).collect();
    words.sort_unstable();
    words.dedup();
    let keys: Vec<NameKey> = words.iter().map(|word| NameKey::new(word)).collect();
    let pairs = || (0..keys.len()).flat_map(|one| (one + 1..keys.len()).map(move |other| (one, other)));
    let similar: Vec<_> = pairs().filter(|(one, other)| keys[*one].is_similar_to(&keys[*other])).collect();
    assert!(
        similar.len() * 1_000 < pairs().count(),
        "{:?}",
        similar.iter().map(|(one, other)| (words[*one], words[*other])).collect::<Vec<_>>()
    );

    // A linear congruential generator: the same 100,000 pairs each time.
    let mut state = 17_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % names.len()
    };
    let random = (0..100_000).map(|_| (next(), next())).filter(|(one, other)| one != other);
    let (similar, all) = random.fold((0, 0), |(similar, all), (one, other)| {
        (similar + usize::from(names[one].is_similar_to(&names[other])), all + 1)
    });
    assert!(similar * 1_000 <= all, "{similar} of {all}");
}

#[test]
fn every_common_name_is_similar_to_its_spellings_in_other_documents() {
    let names = full_names();
    let missed: Vec<String> = names
        .iter()
        .step_by(7)
        .flat_map(|name| [PLAIN, PASSPORT, RUSSIAN].map(|letters| (name, spelled(name, letters))))
        .filter(|(name, spelling)| !are_similar(name, spelling))
        .map(|(name, spelling)| format!("{name}: {spelling}"))
        .collect();
    assert!(missed.is_empty(), "{} of {}: {missed:#?}", missed.len(), names.len());
}

proptest! {
    #[test]
    fn a_name_is_similar_to_itself_in_any_order(words in proptest::collection::vec("[a-zA-ZəƏıİşŞçÇöÖüÜğĞ'’а-яА-ЯёЁўқ]{1,9}", 1..5)) {
        let name = words.join(" ");
        let reversed: Vec<&str> = words.iter().rev().map(String::as_str).collect();
        prop_assert!(are_similar(&name, &name));
        if NameKey::new(&name).0.iter().all(|reading| reading.patronymic.is_none()) {
            prop_assert!(are_similar(&name, &reversed.join("-")));
        }
    }

    #[test]
    fn no_text_panics(one in any::<String>(), other in any::<String>()) {
        are_similar(&one, &other);
    }
}
