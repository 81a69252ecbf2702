//! What became of a registration without a screen: as an exit code, in words, as an object.

use serde_json::{Value, json};

use crate::customer::{Cid, Customer, Field, Holder, NotKept, Told, Trouble};
use crate::locale::Locale;

use super::Exit;

/// What became of it.
pub(super) enum Outcome {
    Registered(Box<Customer>),
    /// A field that was not even sent.
    Flawed(Field, String),
    /// Kept in the outbox, to be delivered later.
    Kept(Trouble),
    /// Not registered and not kept, and because of whom, where it was looked up.
    Troubled(Trouble, Option<Holder>),
    /// It could not be written down, so it was not sent.
    NotKept(NotKept),
}

impl Outcome {
    pub(super) const fn exit(&self) -> Exit {
        match self {
            Self::Registered(_) => Exit::Done,
            Self::Kept(_) => Exit::KeptForLater,
            Self::NotKept(_) => Exit::Failed,
            Self::Flawed(..) | Self::Troubled(Trouble::Refused { .. }, _) => Exit::Refused,
            Self::Troubled(Trouble::Clash { .. }, _) => Exit::AlreadyRegistered,
            Self::Troubled(Trouble::Credentials { .. } | Trouble::Permission { .. }, _) => Exit::Credentials,
            Self::Troubled(Trouble::Settings { .. }, _) => Exit::Usage,
            Self::Troubled(Trouble::Unreachable(_) | Trouble::Uncertain(_) | Trouble::TooMany { .. }, _) => {
                Exit::NotReachable
            }
        }
    }

    /// The word for it in the JSON object.
    const fn status(&self) -> &'static str {
        match self {
            Self::Registered(_) => "registered",
            Self::Kept(_) => "kept",
            Self::NotKept(_) => "not_kept",
            Self::Flawed(..) | Self::Troubled(Trouble::Refused { .. }, _) => "refused",
            Self::Troubled(Trouble::Clash { .. }, _) => "already_registered",
            Self::Troubled(Trouble::Credentials { .. }, _) => "credentials_refused",
            Self::Troubled(Trouble::Permission { .. }, _) => "not_permitted",
            Self::Troubled(Trouble::Settings { .. }, _) => "bad_settings",
            Self::Troubled(Trouble::Unreachable(_), _) => "not_reachable",
            Self::Troubled(Trouble::Uncertain(_), _) => "uncertain",
            Self::Troubled(Trouble::TooMany { .. }, _) => "too_many_requests",
        }
    }

    const fn field(&self) -> Option<Field> {
        match self {
            Self::Flawed(field, _) => Some(*field),
            Self::Troubled(Trouble::Clash { field } | Trouble::Refused { field, .. }, _) => *field,
            Self::Registered(_) | Self::Kept(_) | Self::NotKept(_) | Self::Troubled(..) => None,
        }
    }

    pub(super) fn in_words(&self) -> String {
        let say = Locale::english();
        match self {
            Self::Registered(customer) => {
                let mut words = say.result_registered(customer.name.as_str(), customer.id.to_string());
                for part in [
                    customer.balance_id.map(|balance| say.result_balance(balance.to_string())),
                    customer.group.as_ref().map(|group| say.result_group(group.as_str())),
                ] {
                    words.extend(part.map(|part| format!(" · {part}")));
                }
                words
            }
            Self::Flawed(field, words) => format!("{}: {words}", say.label(*field)),
            Self::Kept(trouble) => say.add_kept(say.trouble(trouble)),
            Self::NotKept(why) => say.result_not_kept(say.not_kept(*why)),
            Self::Troubled(Trouble::Clash { .. }, Some(by)) => {
                say.mark_already_registered_by(by.name.as_str(), by.id.to_string())
            }
            Self::Troubled(trouble, _) => say.trouble(trouble),
        }
    }

    /// `cid` is the key under which it was sent, or would have been: the outbox knows it by that.
    pub(super) fn as_json(&self, cid: Cid, training: bool) -> Value {
        let customer = match self {
            Self::Registered(customer) => as_json(customer),
            Self::Flawed(..) | Self::Kept(_) | Self::NotKept(_) | Self::Troubled(..) => Value::Null,
        };
        let by = match self {
            Self::Troubled(_, Some(by)) => json!({ "id": by.id, "name": by.name.as_str() }),
            _ => Value::Null,
        };
        json!({
            "status": self.status(),
            "training": training,
            "cid": cid,
            "customer": customer,
            "field": self.field().map(Field::api_name),
            "by": by,
            "message": self.in_words(),
        })
    }
}

/// What `--json` prints where the settings cannot be used: nothing was tried.
pub(in super::super) fn bad_settings(words: &str) -> Value {
    json!({
        "status": "bad_settings",
        "training": null,
        "cid": null,
        "customer": null,
        "field": null,
        "by": null,
        "message": words,
    })
}

fn as_json(customer: &Customer) -> Value {
    json!({
        "id": customer.id,
        "cid": customer.cid,
        "name": customer.name.as_str(),
        "phone": customer.phone.as_ref().map(Told::as_str),
        "code": customer.code.as_ref().map(Told::as_str),
        "balance_id": customer.balance_id,
        "group": customer.group.as_ref().map(Told::as_str),
    })
}
