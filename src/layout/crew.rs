//! Paragraphs side by side on all cores: each thread has what is known of words so far, and learns on
//! its own. What comes out is in order, and no thread's share shows in it.

use std::ops::Range;

use rayon::prelude::*;

use super::compose::Composer;
use super::paragraph::{Findings, ParagraphSetter, Stick};
use super::vocabulary::Renumbering;

/// So many bytes of text are worth another thread.
const LEAST: usize = 4_000;

impl Composer<'_, '_> {
    /// What `set` makes of each of `jobs`, whose texts have so many bytes. `renumber` tells it the numbers of words
    /// that were new.
    pub fn side_by_side<T: Sync, R: Send>(
        &mut self,
        jobs: &[T],
        bytes: impl Fn(&T) -> usize,
        set: impl Fn(&mut ParagraphSetter<'_, '_>, &T) -> R + Sync,
        renumber: impl Fn(&mut R, &Renumbering),
    ) -> Vec<R> {
        let sizes: Vec<usize> = jobs.iter().map(bytes).collect();
        let total: usize = sizes.iter().sum();
        let threads = rayon::current_num_threads().min(total / LEAST);
        if threads < 2 {
            let mut setter = self.setter();
            return jobs.iter().map(|job| set(&mut setter, job)).collect();
        }
        let (shaper, divisions) = (&self.shaper, &self.divisions);
        let (hyphenator, exceptions) = (self.hyphenator, &self.exceptions);
        let work = |(share, stick): (Range<usize>, &mut Stick)| {
            let (mut shaper, mut divisions) = (shaper.apart(), divisions.apart());
            let mut findings = Findings::default();
            let mut setter = ParagraphSetter {
                shaper: &mut shaper,
                hyphenator,
                exceptions,
                divisions: &mut divisions,
                findings: &mut findings,
                stick,
            };
            let jobs = jobs.get(share).unwrap_or_default();
            let made: Vec<R> = jobs.iter().map(|job| set(&mut setter, job)).collect();
            (made, shaper.learned(), divisions.learned(), findings)
        };
        let shares = shares(&sizes, total.div_ceil(threads));
        if self.sticks.len() < shares.len() {
            self.sticks.resize_with(shares.len(), Stick::default);
        }
        let shares = shares.into_par_iter().zip(&mut self.sticks);
        let done: Vec<_> = shares.with_max_len(1).map(work).collect();
        let mut all = Vec::with_capacity(jobs.len());
        for (mut made, words, divisions, findings) in done {
            let numbers = self.shaper.learn(words);
            self.divisions.learn(&divisions, &numbers);
            made.iter_mut().for_each(|made| renumber(made, &numbers));
            all.extend(made);
            self.findings.missing.extend(findings.missing);
            self.findings.overfull.extend(findings.overfull);
            self.findings.wide_tables.extend(findings.wide_tables);
        }
        all
    }
}

/// Parts jobs of these sizes into stretches of about `most` each.
fn shares(sizes: &[usize], most: usize) -> Vec<Range<usize>> {
    let mut shares = Vec::new();
    let (mut start, mut sum) = (0, 0);
    for (index, size) in sizes.iter().enumerate() {
        sum += size;
        if sum >= most {
            shares.push(start..index + 1);
            (start, sum) = (index + 1, 0);
        }
    }
    if start < sizes.len() {
        shares.push(start..sizes.len());
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_is_in_one_share() {
        assert_eq!(shares(&[5, 5, 5, 5], 10), [0..2, 2..4]);
        assert_eq!(shares(&[30, 1, 1], 16), [0..1, 1..3]);
        assert_eq!(shares(&[], 1), []);
    }
}
