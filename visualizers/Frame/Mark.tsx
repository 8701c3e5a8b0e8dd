/** The sign of the product: a small network. */
export function Mark() {
  return (
    <svg viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
      <path d="M3.5 4.5 8 8l-4.5 3.5M8 8h4.5" fill="none" stroke="var(--accent)" strokeWidth="1.5" />
      <g fill="var(--accent)">
        <circle cx="3.5" cy="4.5" r="2" />
        <circle cx="3.5" cy="11.5" r="2" />
        <circle cx="8" cy="8" r="2" />
        <circle cx="12.5" cy="8" r="2" />
      </g>
    </svg>
  );
}
