//! Records the day and the commit of the build, and generates a method of `Locale` for each message of `assets/locales/en.ftl`.
//!
//! The method has a parameter for each variable of the message, in the order of their first use. A missing sentence or a
//! forgotten variable is therefore a compile error.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

const MESSAGES_PATH: &str = "assets/locales/en.ftl";

/// The attribute of a message that says what to do. The method of such a message returns both.
const REMEDY: &str = "remedy";

type BuildResult<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> BuildResult<()> {
    println!("cargo::rerun-if-changed={MESSAGES_PATH}");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo::rustc-env=FRONTDESK_BUILT={}", build_day_unix_seconds()?);
    println!("cargo::rustc-env=FRONTDESK_COMMIT={}", commit().unwrap_or_default());
    let source = fs::read_to_string(MESSAGES_PATH)?;
    let code = generate_methods(&source)?;
    let output_path = Path::new(&env::var("OUT_DIR")?).join("sentences.rs");
    fs::write(output_path, code)?;
    Ok(())
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

fn generate_methods(source: &str) -> BuildResult<String> {
    let resource = parser::parse(source).map_err(|(_, errors)| format!("{MESSAGES_PATH}: {errors:?}"))?;
    let mut code = String::from("impl Locale {\n");
    let mut seen = BTreeSet::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let id = message.id.name;
        let value = message.value.as_ref().ok_or_else(|| format!("{MESSAGES_PATH}: {id} is empty"))?;
        if !seen.insert(id) {
            return Err(format!("{MESSAGES_PATH}: {id} is defined twice").into());
        }
        let mut variables = Vec::new();
        collect_variables(value, &mut variables)?;
        for attribute in &message.attributes {
            if attribute.id.name != REMEDY {
                return Err(format!("{MESSAGES_PATH}: {id} has an attribute that is not {REMEDY}").into());
            }
            collect_variables(&attribute.value, &mut variables)?;
        }
        write_method(&mut code, id, &variables, !message.attributes.is_empty())?;
    }
    code.push_str("}\n");
    Ok(code)
}

fn write_method(code: &mut String, id: &str, variables: &[&str], has_remedy: bool) -> BuildResult<()> {
    let (mut parameters, mut arguments) = (String::new(), String::new());
    for name in variables {
        write!(parameters, ", {name}: impl Into<FluentValue<'a>>")?;
        write!(arguments, "(\"{name}\", {name}.into()), ")?;
    }
    let lifetime = if variables.is_empty() { "" } else { "<'a>" };
    let method = id.replace('-', "_");
    let (returned, body) = if has_remedy { ("Advice", "advice") } else { ("String", "sentence") };
    writeln!(code, "    /// Returns the sentence `{id}`.")?;
    writeln!(code, "    pub fn {method}{lifetime}(&self{parameters}) -> {returned} {{")?;
    writeln!(code, "        self.{body}(\"{id}\", [{arguments}])\n    }}")?;
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
        other => Err(format!("{MESSAGES_PATH}: only variables and literals are supported, not {other:?}").into()),
    }
}
