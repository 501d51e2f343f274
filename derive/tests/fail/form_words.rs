use untaint::Form;

#[derive(Form)]
#[form(deny_unkown)]
struct Above {
    name: String,
}

#[derive(Form)]
struct Words {
    #[form(pars)]
    ip: std::net::IpAddr,
    #[form(length(..=3))]
    name: String,
    #[form(label)]
    city: String,
    #[form(file)]
    street: String,
    #[form(blank(true))]
    zip: String,
}

fn main() {}
