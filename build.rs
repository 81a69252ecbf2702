//! Records the day and the commit of the build, and generates a method of `Locale` for each message of `assets/locales/en.ftl`.
//!
//! The method has a parameter for each variable of the message, in the order of their first use. A sentence that a language
//! does not have, or a forgotten variable, is therefore a compile error. `fluent-typed` generates such methods too, but skips
//! with a warning what a language does not have, and parses the whole file of a language before its first sentence.
//! `docs/decisions/0034-compiled-sentences.md` has the reasons.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use fluent_syntax::ast::{self, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::{parser, serializer};

/// The sentences of the cashier, a file for each language.
const LANGUAGES: &str = "assets/locales";

/// The sentences that only a technician reads, in English.
const TECHNICIAN: &str = "assets/locales/technician/en.ftl";

/// The attribute of a message that says what to do. The method of such a message returns both.
const REMEDY: &str = "remedy";

type BuildResult<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> BuildResult<()> {
    println!("cargo::rerun-if-changed={TECHNICIAN}");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo::rustc-env=FRONTDESK_BUILT={}", build_day_unix_seconds()?);
    println!("cargo::rustc-env=FRONTDESK_COMMIT={}", commit().unwrap_or_default());
    write_sentences("Locale", &language_files()?)?;
    write_sentences("TechnicianLocale", &[TECHNICIAN.into()])
}

/// Returns the start of the day of this build, in seconds since 1970. Two builds on the same day are therefore identical.
fn build_day_unix_seconds() -> BuildResult<u64> {
    const SECONDS_PER_DAY: u64 = 24 * 60 * 60;
    let seconds = match env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => seconds.trim().parse().map_err(|_| "SOURCE_DATE_EPOCH is not a number of seconds")?,
        Err(_) => SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs(),
    };
    Ok(seconds / SECONDS_PER_DAY * SECONDS_PER_DAY)
}

/// Returns the commit that is checked out here. `None` means that these files are no clone, for example an unpacked
/// archive, also if that is inside a clone of another project.
fn commit() -> Option<String> {
    if !Path::new(".git").exists() {
        return None;
    }
    // These files change with each commit and each checkout. If one did not exist, Cargo would run this script before each build.
    for name in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", name])?;
        if Path::new(&path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    git(&["rev-parse", "--short=10", "HEAD"])
}

fn git(arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    // Root may build in the clone of another account.
    command.args(["-c", "safe.directory=*"]).args(arguments);
    // A hook of Git sets these for its own repository.
    for name in ["GIT_DIR", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

/// The messages of a file, in its order.
struct Messages<'s> {
    path: &'s Path,
    messages: Vec<Message<'s>>,
}

/// A message: its key, its variables in the order of their first use, and its text as Fluent reads it.
struct Message<'s> {
    id: &'s str,
    variables: Vec<&'s str>,
    has_remedy: bool,
    source: String,
}

impl<'s> Messages<'s> {
    /// # Errors
    ///
    /// A message cannot be parsed, is empty or is defined twice.
    fn parse(path: &'s Path, source: &'s str) -> BuildResult<Self> {
        let resource = parser::parse(source).map_err(|(_, errors)| format!("{}: {errors:?}", path.display()))?;
        let mut messages: Vec<Message<'s>> = Vec::new();
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let id = message.id.name;
            if messages.iter().any(|message| message.id == id) {
                return Err(format!("{}: {id} is defined twice", path.display()).into());
            }
            let message = Message::new(message).map_err(|error| format!("{}: {id}: {error}", path.display()))?;
            messages.push(message);
        }
        Ok(Self { path, messages })
    }

    /// Returns the texts in the order of another language.
    ///
    /// # Errors
    ///
    /// The languages do not have the same messages, or a message has other variables.
    fn in_order_of(&self, other: &Self) -> BuildResult<Vec<&str>> {
        let path = self.path.display();
        let known = |id: &str| other.messages.iter().any(|message| message.id == id);
        if let Some(unknown) = self.messages.iter().find(|message| !known(message.id)) {
            return Err(format!("{path}: {} is not in {}", unknown.id, other.path.display()).into());
        }
        let source_of = |wanted: &Message<'_>| {
            let found = self.messages.iter().find(|message| message.id == wanted.id);
            let found = found.ok_or_else(|| format!("{path}: {} is missing", wanted.id))?;
            let sorted = |message: &Message<'s>| message.variables.iter().copied().collect::<BTreeSet<_>>();
            if sorted(found) != wanted.variables.iter().copied().collect() {
                return Err(
                    format!("{path}: {} has other variables than in {}", wanted.id, other.path.display()).into()
                );
            }
            Ok(found.source.as_str())
        };
        other.messages.iter().map(source_of).collect()
    }
}

impl<'s> Message<'s> {
    fn new(message: ast::Message<&'s str>) -> BuildResult<Self> {
        let mut variables = Vec::new();
        collect_variables(message.value.as_ref().ok_or("is empty")?, &mut variables)?;
        for attribute in &message.attributes {
            if attribute.id.name != REMEDY {
                return Err(format!("has an attribute that is not {REMEDY}").into());
            }
            collect_variables(&attribute.value, &mut variables)?;
        }
        let (id, has_remedy) = (message.id.name, !message.attributes.is_empty());
        let source = serializer::serialize(&ast::Resource { body: vec![Entry::Message(message)] });
        Ok(Self { id, variables, has_remedy, source })
    }
}

/// Writes the sentences of a type: its methods, and the texts of its languages. The first file is English; the methods
/// follow it.
fn write_sentences(type_name: &str, paths: &[PathBuf]) -> BuildResult<()> {
    let sources = paths.iter().map(fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let files = paths.iter().zip(&sources).map(|(path, source)| Messages::parse(path, source));
    let files = files.collect::<BuildResult<Vec<_>>>()?;
    let english = files.first().ok_or("there is no language")?;
    let mut code = format!("const MESSAGES: usize = {};\n", english.messages.len());
    writeln!(code, "static SOURCES: [(&str, [&str; MESSAGES]); {}] = [", files.len())?;
    for file in &files {
        let language = file.path.file_stem().unwrap_or_default().to_string_lossy();
        writeln!(code, "    ({language:?}, {:?}),", file.in_order_of(english)?)?;
    }
    writeln!(code, "];\nimpl {type_name} {{")?;
    for (at, message) in english.messages.iter().enumerate() {
        write_method(&mut code, at, message)?;
    }
    code.push_str("}\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join(format!("{type_name}.rs")), code)?;
    Ok(())
}

/// Returns the files of all languages, English first.
fn language_files() -> BuildResult<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={LANGUAGES}");
    let mut paths = Vec::new();
    for entry in fs::read_dir(LANGUAGES)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            println!("cargo::rerun-if-changed={}", path.display());
            paths.push(path);
        }
    }
    paths.sort_by_key(|path| (!path.ends_with("en.ftl"), path.clone()));
    Ok(paths)
}

fn write_method(code: &mut String, at: usize, message: &Message<'_>) -> BuildResult<()> {
    let (mut parameters, mut arguments) = (String::new(), String::new());
    for name in &message.variables {
        write!(parameters, ", {name}: impl Into<FluentValue<'a>>")?;
        write!(arguments, "(\"{name}\", {name}.into()), ")?;
    }
    let lifetime = if message.variables.is_empty() { "" } else { "<'a>" };
    let method = message.id.replace('-', "_");
    let (returned, body) = if message.has_remedy { ("Advice", "advice") } else { ("String", "sentence") };
    writeln!(code, "    /// Returns the sentence `{}`.", message.id)?;
    writeln!(code, "    pub fn {method}{lifetime}(&self{parameters}) -> {returned} {{")?;
    writeln!(code, "        self.sentences.{body}({at}, [{arguments}])\n    }}")?;
    Ok(())
}

/// Collects the variables of a message.
///
/// # Errors
///
/// The message contains a term, a function or a reference. The desk's sentences do not need them, and without this error
/// they would fail only at run time.
fn collect_variables<'s>(pattern: &Pattern<&'s str>, variables: &mut Vec<&'s str>) -> BuildResult<()> {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => collect_inline_variable(inline, variables)?,
            Expression::Select { selector, variants } => {
                collect_inline_variable(selector, variables)?;
                for variant in variants {
                    collect_variables(&variant.value, variables)?;
                }
            }
        }
    }
    Ok(())
}

fn collect_inline_variable<'s>(inline: &InlineExpression<&'s str>, variables: &mut Vec<&'s str>) -> BuildResult<()> {
    match inline {
        InlineExpression::VariableReference { id } => {
            if !variables.contains(&id.name) {
                variables.push(id.name);
            }
            Ok(())
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => Ok(()),
        other => Err(format!("only variables and literals are supported, not {other:?}").into()),
    }
}
