//! Changes of the settings file that leave everything else in it as it is: comments, order and spaces.

use std::collections::HashMap;
use std::path::Path;

use super::setting::Setting;
use super::sources::{Given, parse_file, value_spans};
use super::table::SETTINGS;
use super::{Paths, Settings, SettingsError};

/// A new file: each setting with its documentation, none of them set.
const TEMPLATE: &str = include_str!("../../assets/frontdesk.example.toml");

/// The text of a settings file, with the values in it.
///
/// It has no `Debug`: the text contains secrets.
pub struct SettingsText<'a> {
    path: &'a Path,
    text: String,
    values: HashMap<&'static str, String>,
}

impl<'a> SettingsText<'a> {
    /// Parses the text of a file. `None` means that there is no file yet.
    ///
    /// # Errors
    ///
    /// The text is not TOML, has an unknown key, or a value of the wrong type.
    pub fn parse(path: &'a Path, text: Option<String>) -> Result<Self, SettingsError> {
        let text = text.unwrap_or_else(|| TEMPLATE.to_owned());
        Ok(Self { path, values: parse_file(path, &text)?, text })
    }

    /// Returns the value of a setting, if the file sets it.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(|value| value.trim())
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Sets a setting whose value is a text.
    ///
    /// # Errors
    ///
    /// `Form` if the form of the file does not allow it, e.g. if its section is an inline table.
    pub fn set(&mut self, key: &'static str, value: &str) -> Result<(), SettingsError> {
        if self.value(key) == Some(value) {
            return Ok(());
        }
        let mut wanted = self.values.clone();
        wanted.insert(key, value.to_owned());
        let value = toml::Value::from(value).to_string();
        // The first text that sets this value and changes no other.
        let candidates = [
            replace_value(&self.text, key, &value),
            replace_comment(&self.text, key, &value),
            add_to_section(&self.text, key, &value),
            Some(add_before_sections(&self.text, key, &value)),
        ];
        let mut set = candidates
            .into_iter()
            .flatten()
            .filter(|text| parse_file(self.path, text).is_ok_and(|values| values == wanted));
        let text = set.next().ok_or_else(|| SettingsError::Form { file: self.path.to_owned(), key })?;
        (self.text, self.values) = (text, wanted);
        Ok(())
    }

    /// Checks all settings of the file together, as a desk does when it starts; for training without those of the API.
    ///
    /// # Errors
    ///
    /// The first setting that cannot be used.
    pub fn check(&self, training: bool, paths: &Paths) -> Result<(), SettingsError> {
        let (given, values) = Given::read(self.path, &self.values, &|_| None, training)?;
        Settings::assemble(given, values, None, None, &|_| None, paths).map(drop)
    }
}

/// Replaces the value of a setting that is set.
fn replace_value(text: &str, key: &str, value: &str) -> Option<String> {
    let span = value_spans(text).remove(key)?;
    Some([text.get(..span.start)?, value, text.get(span.end..)?].concat())
}

/// Replaces the line `#key = …` in the section of the key.
fn replace_comment(text: &str, key: &str, value: &str) -> Option<String> {
    let (section, name) = key.rsplit_once('.')?;
    let mut in_section = false;
    let is_comment = |line: &&str| {
        let line = line.trim();
        if line.starts_with('[') {
            in_section = is_header(line, section);
        }
        let commented = line.strip_prefix('#').and_then(|rest| rest.split_once('='));
        in_section && commented.is_some_and(|(commented, _)| commented.trim() == name)
    };
    let line = text.split_inclusive('\n').find(is_comment)?;
    // The line is a part of the text.
    let at = line.as_ptr() as usize - text.as_ptr() as usize;
    let end = line.get(line.trim_end().len()..)?;
    Some([text.get(..at)?, &format!("{name} = {value}{end}"), text.get(at + line.len()..)?].concat())
}

/// Adds a line, with the documentation of the setting, after the header of its section, or at the end in a section of
/// its own.
fn add_to_section(text: &str, key: &str, value: &str) -> Option<String> {
    let (section, name) = key.rsplit_once('.')?;
    let line = line(key, name, value);
    let Some(header) = text.split_inclusive('\n').find(|line| is_header(line.trim(), section)) else {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        return Some(format!("{text}{end}\n[{section}]\n{line}"));
    };
    let at = header.as_ptr() as usize - text.as_ptr() as usize + header.len();
    let end = if header.ends_with('\n') { "" } else { "\n" };
    Some([text.get(..at)?, end, &line, text.get(at..)?].concat())
}

/// Adds the setting by its whole name at the beginning, before all sections.
fn add_before_sections(text: &str, key: &str, value: &str) -> String {
    format!("{}{text}", line(key, key, value))
}

/// Returns the line of a setting, below what it means.
fn line(key: &str, name: &str, value: &str) -> String {
    let setting = SETTINGS.iter().find(|setting| setting.key == key);
    let comment = setting.map(Setting::comment).unwrap_or_default();
    format!("{comment}\n{name} = {value}\n")
}

/// Returns true for the line `[section]`, also with a comment after it.
fn is_header(line: &str, section: &str) -> bool {
    let name = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    name.is_some_and(|(name, _)| name.trim() == section)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, key: &'static str, value: &str) -> Option<String> {
        let path = Path::new("frontdesk.toml");
        let mut parsed = SettingsText::parse(path, Some(text.to_owned())).unwrap();
        parsed.set(key, value).ok().map(|()| parsed.as_str().to_owned())
    }

    #[test]
    fn only_the_line_of_a_setting_changes() {
        for (text, key, expected) in [
            ("[clopos]\nbrand = \"a\" # ours\n", "clopos.brand", "[clopos]\nbrand = \"x\" # ours\n"),
            ("[clopos]\r\nbrand='a'\r\n# end\r\n", "clopos.brand", "[clopos]\r\nbrand=\"x\"\r\n# end\r\n"),
            ("clopos.brand = \"\"\"\na\"\"\"\n", "clopos.brand", "clopos.brand = \"x\"\n"),
            (
                "clopos = { brand = \"a\", client_id = \"i\" }",
                "clopos.brand",
                "clopos = { brand = \"x\", client_id = \"i\" }",
            ),
            (
                "[desk]\n#brand = \"\"\n[clopos] # api\n#brand = \"\"\nclient_id = \"i\"\n",
                "clopos.brand",
                "[desk]\n#brand = \"\"\n[clopos] # api\nbrand = \"x\"\nclient_id = \"i\"\n",
            ),
            ("[clopos]\r\n# brand = \"\"\r\n", "clopos.brand", "[clopos]\r\nbrand = \"x\"\r\n"),
            ("[clopos]\nbrand = \"\"\n", "clopos.brand", "[clopos]\nbrand = \"x\"\n"),
            (
                "[ clopos ]\nclient_id = \"i\"",
                "clopos.brand",
                "[ clopos ]\n# Credential from Clopos: the name of the brand. Variable: CLOPOS_BRAND.\nbrand = \"x\"\nclient_id = \"i\"",
            ),
            (
                "[clopos]",
                "clopos.brand",
                "[clopos]\n# Credential from Clopos: the name of the brand. Variable: CLOPOS_BRAND.\nbrand = \"x\"\n",
            ),
            (
                "[desk]\ncountry = \"UZ\"",
                "clopos.brand",
                "[desk]\ncountry = \"UZ\"\n\n[clopos]\n# Credential from Clopos: the name of the brand. Variable: CLOPOS_BRAND.\nbrand = \"x\"\n",
            ),
            (
                "clopos.client_id = \"i\"\n[desk]\n",
                "clopos.brand",
                "# Credential from Clopos: the name of the brand. Variable: CLOPOS_BRAND.\nclopos.brand = \"x\"\nclopos.client_id = \"i\"\n[desk]\n",
            ),
        ] {
            assert_eq!(set(text, key, "x").as_deref(), Some(expected), "{text}");
        }
        // A line that looks like a comment, inside a text of several lines, is not a comment.
        let text = "[clopos]\nclient_id = '''\n#brand = \"\"\n'''\n";
        assert!(set(text, "clopos.brand", "x").unwrap().ends_with("client_id = '''\n#brand = \"\"\n'''\n"));
        assert_eq!(set("clopos = { client_id = \"i\" }\n", "clopos.brand", "x"), None);
    }

    #[test]
    fn every_value_is_written_as_it_is_read() {
        for value in ["x", "a \"b\" \\c", "C:\\new", "#x", "'", "şəhla", "]", "="] {
            for text in [TEMPLATE, "", "[clopos]\nbrand = 'old'\n"] {
                let text = set(text, "clopos.brand", value).unwrap();
                let again = SettingsText::parse(Path::new("f"), Some(text.clone())).unwrap();
                assert_eq!(again.value("clopos.brand"), Some(value));
                assert_eq!(set(&text, "clopos.brand", value).unwrap(), text);
            }
        }
    }

    #[test]
    fn each_setting_of_the_template_has_a_line_for_its_value() {
        let texts = SETTINGS.iter().filter(|setting| setting.example().starts_with('"') && !setting.key.is_empty());
        for setting in texts {
            let line = replace_comment(TEMPLATE, setting.key, "\"x\"");
            assert_eq!(line.map(|text| text.lines().count()), Some(TEMPLATE.lines().count()), "{}", setting.key);
        }
    }
}
