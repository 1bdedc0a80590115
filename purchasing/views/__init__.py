"""How buying is asked for: pages and POSTs. They fetch, call a verb and answer; no rule of the trade is decided here."""
