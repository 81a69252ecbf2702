//! The sentences of one language, as Fluent messages that are parsed when they are asked for the first time. The first
//! frame needs a tenth of them.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;
use unic_langid::LanguageIdentifier;

use super::{Advice, number};

/// The messages of a language, by their place in the English file.
pub(super) struct Sentences<const N: usize> {
    sources: &'static [&'static str; N],
    parsed: Box<[OnceLock<FluentResource>]>,
    /// The rules of the language. It has no messages of its own.
    bundle: FluentBundle<FluentResource>,
}

impl<const N: usize> Sentences<N> {
    /// Makes the sentences of a language with this tag of BCP 47. Numbers have no separators.
    pub(super) fn new(tag: &str, sources: &'static [&'static str; N]) -> Self {
        Self { sources, parsed: (0..N).map(|_| OnceLock::new()).collect(), bundle: rules_of(tag) }
    }

    /// Follows the rules of this tag, and writes numbers with its separators.
    pub(super) fn with_rules_of(mut self, tag: &str) -> Self {
        self.bundle = rules_of(tag);
        self.bundle.set_formatter(Some(number::in_language));
        self
    }

    /// Returns a sentence. Only the generated methods call this, so it exists; otherwise it is empty.
    pub(super) fn sentence<'a, const V: usize>(&self, at: usize, variables: [(&'a str, FluentValue<'a>); V]) -> String {
        self.format(at, None, &named(variables))
    }

    /// Returns a sentence, and that of its attribute `remedy`.
    pub(super) fn advice<'a, const V: usize>(&self, at: usize, variables: [(&'a str, FluentValue<'a>); V]) -> Advice {
        let variables = named(variables);
        Advice { message: self.format(at, None, &variables), remedy: self.format(at, Some("remedy"), &variables) }
    }

    fn format(&self, at: usize, attribute: Option<&str>, variables: &FluentArgs<'_>) -> String {
        let pattern = self.message(at).and_then(|message| match attribute {
            Some(name) => message.attributes.iter().find(|it| it.id.name == name).map(|it| &it.value),
            None => message.value.as_ref(),
        });
        let words = pattern.map(|pattern| self.bundle.format_pattern(pattern, Some(variables), &mut Vec::new()));
        words.map(Cow::into_owned).unwrap_or_default()
    }

    fn message(&self, at: usize) -> Option<&ast::Message<&str>> {
        let source = self.sources.get(at)?;
        // The build script has parsed the same text without an error. Otherwise, what can be parsed remains.
        let parse = || FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(partial, _)| partial);
        match self.parsed.get(at)?.get_or_init(parse).get_entry(0)? {
            ast::Entry::Message(message) => Some(message),
            _ => None,
        }
    }
}

fn rules_of(tag: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks around variables are bidi controls, which the desk never sends to a terminal.
    bundle.set_use_isolating(false);
    bundle
}

fn named<'a, const V: usize>(variables: [(&'a str, FluentValue<'a>); V]) -> FluentArgs<'a> {
    variables.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect()
}
