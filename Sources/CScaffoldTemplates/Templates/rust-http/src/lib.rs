//! Candles of Example Source for candlewick: the table that the library shows. source.rs is the adapter.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod abi;
mod batch;
mod entry;
mod number;
mod page;
#[cfg(not(test))]
mod runtime;
mod source;

/// The one symbol that the library shows.
#[no_mangle]
#[allow(non_upper_case_globals)]
pub static candlewick_adapter_entry: abi::cw_adapter = abi::cw_adapter {
    magic: abi::CW_ABI_MAGIC,
    abi_major: abi::CW_ABI_MAJOR,
    abi_minor: abi::CW_ABI_MINOR,
    size: core::mem::size_of::<abi::cw_adapter>() as u32,
    describe: Some(source::describe),
    identify: None, // no files
    begin: Some(entry::begin),
    next_request: Some(entry::next_request),
    decode: Some(entry::decode),
    end: Some(entry::end),
    get_extension: None,
};
