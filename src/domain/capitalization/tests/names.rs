//! Ten thousand names of four languages. They are made by rules, so that no list of people is needed:
//!
//! - A first name and a stem of a surname are taken from short lists of usual names.
//! - The surname is the stem and an ending of the language, which follows the gender where the language does.
//! - A patronymic is the first name of a man with the particle of the language, or with an ending in Russian.
//! - The order is first name and surname, or surname, first name and patronymic; every seventh surname is a double one.

use super::*;

struct Rules {
    language: &'static str,
    women: &'static [&'static str],
    men: &'static [&'static str],
    stems: &'static [&'static str],
    /// The endings of surnames of women and of men.
    endings: &'static [[&'static str; 2]],
    /// The words or endings after the name of the father, of women and of men.
    patronymics: &'static [[&'static str; 2]],
}

const RULES: [Rules; 4] = [
    Rules {
        language: "az",
        women: &[
            "Aysel",
            "İradə",
            "Nigar",
            "Şəbnəm",
            "Xədicə",
            "Lalə",
            "Sevinc",
            "Yıldız",
            "Ülviyyə",
            "Qızılgül",
            "Irma",
        ],
        men: &["İlqar", "Rauf", "Şahin", "Çingiz", "Elçin", "Vüqar", "Qılınc", "İsmayıl", "Rəşad", "Işıq", "Oğuz"],
        stems: &["Məmməd", "Həsən", "İsmayıl", "Qurban", "Rəhim", "Şıxəli", "Nağı", "Yaqub", "Sadıq", "Cəfər"],
        endings: &[["ova", "ov"], ["yeva", "yev"], ["zadə", "zadə"], ["li", "li"], ["lı", "lı"], ["bəyli", "bəyli"]],
        patronymics: &[[" qızı", " oğlu"]],
    },
    Rules {
        language: "tr",
        women: &["Ayşe", "Işıl", "İpek", "Zeynep", "Gül", "Çiğdem", "Sıla", "Esin", "Ülkü", "Yıldız", "Nur"],
        men: &["İbrahim", "Mehmet", "Işık", "Cengiz", "Barış", "Özgür", "Yiğit", "Aydın", "Can", "Kılıç", "Şükrü"],
        stems: &["Yılmaz", "Şahin", "Çelik", "Kaya", "Özdemir", "Aydın", "Kılıç", "İnan", "Doğan", "Işık"],
        endings: &[["", ""], ["oğlu", "oğlu"], ["er", "er"], ["türk", "türk"], ["sız", "sız"], ["taş", "taş"]],
        patronymics: &[[" kızı", " oğlu"]],
    },
    Rules {
        language: "ru",
        women: &["Анна", "Юлия", "Ёлка", "Айсель", "Гүлназ", "Мария", "Ирина", "Йоанна", "Ольга", "Зоя", "Ия"],
        men: &["Иван", "Пётр", "Самед", "Рамиз", "Юрий", "Эльдар", "Фёдор", "Артём", "Ян", "Лев", "Өмір"],
        stems: &["Иван", "Мамед", "Али", "Щерб", "Семён", "Гусейн", "Куриль", "Чайк", "Йод", "Объедк"],
        endings: &[["ова", "ов"], ["ева", "ев"], ["ина", "ин"], ["ская", "ский"], ["ко", "ко"], ["заде", "заде"]],
        patronymics: &[["овна", "ович"], [" кызы", " оглы"], ["-кызы", "-оглы"]],
    },
    Rules {
        language: "uz",
        women: &[
            "Nodira",
            "Oʻgʻiloy",
            "Shahnoza",
            "Gʻuncha",
            "O'lmasoy",
            "Dilfuza",
            "Munira",
            "Iroda",
            "Zulayho",
            "Ra’no",
        ],
        men: &["Oʻktam", "Islom", "G'ayrat", "Anvar", "Sa’dulla", "O’tkir", "Xoʻja", "Ilhom", "Jahongir", "Bo‘ri"],
        stems: &["Karim", "Yoʻldosh", "Gʻani", "Ibrohim", "Oʻroz", "To'ra", "Xo‘ja", "Sodiq", "Ergash", "Jo’ra"],
        endings: &[["ova", "ov"], ["yeva", "yev"], ["iy", "iy"], ["zoda", "zoda"], ["", ""], ["xon", "xon"]],
        patronymics: &[[" qizi", " oʻgʻli"], [" qizi", " o'g'li"], ["ovna", "ovich"], [" qizi", " o’g’li"]],
    },
];

impl Rules {
    fn name(&self, number: usize) -> String {
        let of = |list: &'static [&'static str], divisor: usize| list[number / divisor % list.len()];
        let gender = number % 2;
        let first = of(if gender == 0 { self.women } else { self.men }, 2);
        let stem = of(self.stems, 22);
        let surname = format!("{stem}{}", self.endings[number / 220 % self.endings.len()][gender]);
        let surname = if number.is_multiple_of(7) { format!("{surname}-{}", of(self.stems, 3)) } else { surname };
        let patronymic = self.patronymics[number / 5 % self.patronymics.len()][gender];
        match number % 3 {
            0 => format!("{first} {surname}"),
            1 => format!("{surname} {first} {}{patronymic}", of(self.men, 4)),
            _ => format!("{first} {}{patronymic} {surname}", of(self.men, 9)),
        }
    }

    fn small(&self, name: &str) -> String {
        let has_dotless_i = self.language.parse::<Language>().unwrap().has_dotless_i();
        name.chars()
            .flat_map(|c| {
                if has_dotless_i && c == 'I' {
                    vec!['ı']
                } else if c == 'İ' {
                    vec!['i']
                } else {
                    c.to_lowercase().collect()
                }
            })
            .collect()
    }

    fn capitals(&self, name: &str) -> String {
        let has_dotless_i = self.language.parse::<Language>().unwrap().has_dotless_i();
        name.chars()
            .flat_map(|c| if has_dotless_i && c == 'i' { vec!['İ'] } else { c.to_uppercase().collect() })
            .collect()
    }
}

#[test]
fn ten_thousand_names_come_back_as_written_or_with_both_spellings() {
    let (mut names, mut unsure) = (0, 0);
    for rules in &RULES {
        let language = rules.language.parse().unwrap();
        for name in (0..2_500).map(|number| rules.name(number)) {
            names += 1;
            assert_eq!(
                capitalize(&rules.small(&name), language),
                Capitalized::Certain(name.clone()),
                "{}",
                rules.language
            );
            let capitals = rules.capitals(&name);
            match capitalize(&capitals, language) {
                Capitalized::Certain(spelling) => assert_eq!(spelling, name, "{capitals}"),
                Capitalized::Unsure([dotted, dotless]) => {
                    unsure += 1;
                    assert!(capitals.contains('I') && language.has_dotless_i(), "{capitals}");
                    assert_eq!(dotless, name, "{capitals}");
                    assert_eq!(dotted.replace('i', "ı"), dotless.replace('i', "ı"), "{capitals}");
                }
            }
        }
    }
    assert_eq!(names, 10_000);
    assert!(unsure > 0 && unsure < 500, "{unsure}");
}
