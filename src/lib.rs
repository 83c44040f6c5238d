//! cutline
