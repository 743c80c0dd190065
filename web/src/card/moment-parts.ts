/** Day and time of day of a moment in the zone of this device; empty texts for what is no moment. */
export function splitMoment(moment: string): { readonly day: string; readonly time: string } {
  const at = new Date(moment);
  if (moment === '' || Number.isNaN(at.getTime())) return { day: '', time: '' };
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    day: `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
  };
}

/** The moment of a day and a time of day in the zone of this device, as the API takes it; null for what is none. */
export function joinMoment(day: string, time: string): string | null {
  const at = new Date(`${day}T${time}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
