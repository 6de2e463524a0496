//! What `std` would bring: memory, from malloc, and an end for panics.
//!
//! `std` can open files and sockets, and a library that has it shows so in its table of symbols. This one cannot.

use core::alloc::{GlobalAlloc, Layout};

#[link(name = "c")]
extern "C" {
    fn aligned_alloc(alignment: usize, size: usize) -> *mut u8;
    fn free(memory: *mut u8);
    fn abort() -> !;
}

struct Malloc;

// aligned_alloc gives memory of that alignment and at least that size, or null, as the trait asks.
unsafe impl GlobalAlloc for Malloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match layout.size().checked_next_multiple_of(layout.align()) {
            Some(size) => aligned_alloc(layout.align(), size),
            None => core::ptr::null_mut(),
        }
    }

    unsafe fn dealloc(&self, memory: *mut u8, _: Layout) {
        free(memory)
    }
}

#[global_allocator]
static MALLOC: Malloc = Malloc;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    // A defect of the adapter: a worker process ends, and the host says so.
    unsafe { abort() }
}

// The `alloc` that comes with the compiler was built to unwind, and names what unwinds. Nothing does here: it is never
// called. In assembly, because Rust would show the symbol to the world.
core::arch::global_asm!(".globl rust_eh_personality", ".hidden rust_eh_personality", "rust_eh_personality: ret");

#[link(name = "gcc_s")]
extern "C" {}
