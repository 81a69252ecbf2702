//! The pictures of the README: what a web page of the repository can show, and what they show.

use std::fs;

use frontdesk::locale::Locale;

use crate::support::files::{files_with_extension, project_root};

use super::read;

/// The alt text of a picture in the README.
fn alt_text(file: &str) -> String {
    let readme = read("README.md");
    let (before, _) = readme.split_once(&format!("](assets/screenshots/{file})")).unwrap();
    before.rsplit_once("![").unwrap().1.to_owned()
}

/// Such a page shows a picture without scripts and without other files.
#[test]
fn every_picture_is_small_self_contained_text() {
    let pictures = files_with_extension(&project_root().join("assets/screenshots"), "svg");
    assert!(pictures.len() >= 4, "{pictures:?}");
    for file in pictures {
        let picture = fs::read_to_string(&file).unwrap();
        let file = file.display();
        assert!(picture.len() < 200_000, "{file}: {} bytes", picture.len());
        assert!(picture.matches("<text").count() > 20, "{file}");
        for forbidden in ["<script", "<image", "<foreignObject", "@import", "url(", "href"] {
            assert!(!picture.contains(forbidden), "{file}: {forbidden}");
        }
    }
}

#[test]
fn the_pictures_and_their_alt_texts_show_what_the_program_says_today() {
    let say = Locale::english();
    for (file, badge, details) in [
        ("registration.svg", say.badge_registered(), &["Rauf Əliyev"][..]),
        ("registered.svg", say.badge_registered(), &["Leyla Quliyeva"]),
        ("conflict.svg", say.badge_not_registered(), &["Aysel Məmmədova"]),
        ("offline.svg", say.badge_waiting(), &["Offline", "3 waiting"]),
    ] {
        let picture = read(&format!("assets/screenshots/{file}"));
        let alt = alt_text(file);
        for text in details.iter().copied().chain([badge.as_str()]) {
            assert!(picture.contains(text), "{file}: {text}. Run `just pictures`.");
            assert!(alt.contains(text), "the alt text of {file} does not say {text:?}: {alt}");
        }
    }
    let animation = read("assets/screenshots/registration.svg");
    assert!(animation.matches("@keyframes").count() > 50, "it moves");
}
