//! The host never unloads a library; and what it lacks is found when it is linked, not when it is loaded.
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete,-z,now,-z,defs");
}
