//! The arguments of the commands that register and find customers.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::domain::Cid;
use crate::locale::technician;

/// The customers of `frontdesk add`: one on the command line, or many on standard input.
#[derive(Args, derive_more::Debug)]
#[debug("AddArguments(…)")]
#[command(group = clap::ArgGroup::new("customer").multiple(true).conflicts_with("stdin"))]
pub struct AddArguments {
    /// True to read customers as JSON Lines from standard input.
    #[arg(long, help = technician().cli_stdin())]
    pub stdin: bool,
    /// The UUID of the registration. `None` means a random one.
    #[arg(long, value_name = "UUID", group = "customer", help = technician().cli_add_cid())]
    pub cid: Option<Cid>,
    /// The customer.
    #[command(flatten)]
    pub customer: CustomerArguments,
    /// True to print the outcome as one JSON object.
    #[arg(long, help = technician().cli_json())]
    pub json: bool,
}

/// Parses an answer to the question about consent.
fn consent() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["yes", "no"]).map(|answer| answer == "yes")
}

/// The fields of a customer, as the cashier types them. An empty text means that a field is not given.
#[derive(Args, Default, derive_more::Debug)]
#[debug("CustomerArguments(…)")]
#[group(skip)]
pub struct CustomerArguments {
    /// The name, the only required field.
    #[arg(long, required_unless_present = "stdin", group = "customer", help = technician().label_name())]
    pub name: Option<String>,
    /// The phone, national or international.
    #[arg(long, group = "customer", help = technician().label_phone())]
    pub phone: Option<String>,
    /// The e-mail address.
    #[arg(long, group = "customer", help = technician().label_email())]
    pub email: Option<String>,
    /// The code of a customer card.
    #[arg(long, group = "customer", help = technician().label_code())]
    pub code: Option<String>,
    /// The birth date, in the order of the settings or as ISO 8601.
    #[arg(long, value_name = "DATE", group = "customer", help = technician().cli_birth_date())]
    pub birth_date: Option<String>,
    /// The gender, `female` or `male`.
    #[arg(long, group = "customer", help = technician().cli_gender())]
    pub gender: Option<String>,
    /// The name of the group.
    #[arg(long, group = "customer", help = technician().cli_group())]
    pub group: Option<String>,
    /// The number of the group.
    #[arg(long, value_name = "ID", group = "customer", help = technician().cli_group_id())]
    pub group_id: Option<u64>,
    /// The note.
    #[arg(long, group = "customer", help = technician().label_note())]
    pub note: Option<String>,
    /// True if the customer consents. Without an answer the customer was not asked.
    #[arg(long, value_parser = consent(), value_name = "ANSWER", group = "customer", help = technician().cli_consent())]
    pub consent: Option<bool>,
}

/// The search of `frontdesk lookup`: by phone or by name. The value is read from standard input.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("value").args(["phone", "name"]).required(true))]
pub struct LookupArguments {
    /// True to find by phone.
    #[arg(long, help = technician().cli_lookup_phone())]
    pub phone: bool,
    /// True to find by name.
    #[arg(long, help = technician().cli_lookup_name())]
    pub name: bool,
    /// True to print one JSON object.
    #[arg(long, help = technician().cli_json())]
    pub json: bool,
}
