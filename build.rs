//! Notes the day of the build, and makes a method of `Locale` from every message of `assets/locales/en.ftl`, with an argument for each of its
//! variables in the order in which they stand there: a sentence that is missing, or a variable that is forgotten, does not compile.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

const SENTENCES: &str = "assets/locales/en.ftl";

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    println!("cargo::rerun-if-changed={SENTENCES}");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo::rustc-env=FRONTDESK_BUILT={}", built()?);
    let source = fs::read_to_string(SENTENCES)?;
    let code = methods(&source)?;
    let target = Path::new(&env::var("OUT_DIR")?).join("sentences.rs");
    fs::write(target, code)?;
    Ok(())
}

/// Seconds since 1970 at the start of the day on which this is built: a build that is repeated on that day is the same.
fn built() -> Outcome<u64> {
    const DAY: u64 = 24 * 60 * 60;
    let seconds = match env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => seconds.trim().parse().map_err(|_| "SOURCE_DATE_EPOCH is not a number of seconds")?,
        Err(_) => SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs(),
    };
    Ok(seconds / DAY * DAY)
}

fn methods(source: &str) -> Outcome<String> {
    let resource = parser::parse(source).map_err(|(_, errors)| format!("{SENTENCES}: {errors:?}"))?;
    let mut code = String::from("impl Locale {\n");
    let mut seen = BTreeSet::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let id = message.id.name;
        let value = message.value.as_ref().ok_or_else(|| format!("{SENTENCES}: {id} is empty"))?;
        if !seen.insert(id) {
            return Err(format!("{SENTENCES}: {id} stands there twice").into());
        }
        let mut variables = Vec::new();
        of_pattern(value, &mut variables)?;
        method(&mut code, id, &variables)?;
    }
    code.push_str("}\n");
    Ok(code)
}

fn method(code: &mut String, id: &str, variables: &[&str]) -> Outcome<()> {
    let (mut parameters, mut arguments) = (String::new(), String::new());
    for name in variables {
        write!(parameters, ", {name}: impl Into<FluentValue<'a>>")?;
        write!(arguments, "(\"{name}\", {name}.into()), ")?;
    }
    let lifetime = if variables.is_empty() { "" } else { "<'a>" };
    let method = id.replace('-', "_");
    writeln!(code, "    /// The sentence `{id}`.")?;
    writeln!(code, "    pub fn {method}{lifetime}(&self{parameters}) -> String {{")?;
    writeln!(code, "        self.sentence(\"{id}\", [{arguments}])\n    }}")?;
    Ok(())
}

/// Collects the variables. What the desk's sentences do not need (terms, functions, references) is an error,
/// so that nobody is surprised by it at run time.
fn of_pattern<'s>(pattern: &Pattern<&'s str>, variables: &mut Vec<&'s str>) -> Outcome<()> {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => of_inline(inline, variables)?,
            Expression::Select { selector, variants } => {
                of_inline(selector, variables)?;
                for variant in variants {
                    of_pattern(&variant.value, variables)?;
                }
            }
        }
    }
    Ok(())
}

fn of_inline<'s>(inline: &InlineExpression<&'s str>, variables: &mut Vec<&'s str>) -> Outcome<()> {
    match inline {
        InlineExpression::VariableReference { id } => {
            if !variables.contains(&id.name) {
                variables.push(id.name);
            }
            Ok(())
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => Ok(()),
        other => Err(format!("{SENTENCES}: only variables and literals are understood, not {other:?}").into()),
    }
}
