/** A contract below the threshold above which the CEO approves. */
export function contractCard(index: number, client: string): Record<string, unknown> {
  const stage = (name: string, dueAt: string, amount: string) => ({ name, dueAt, amount: { amount, currency: 'EUR' } });
  return {
    client,
    kind: 'Supply and installation',
    subject: `Rooftop solar plant ${index}, from design to commissioning`,
    amount: { amount: `${10_000 + (index % 90_000)}.00`, currency: 'EUR' },
    validUntil: '2030-12-31',
    stages: [
      stage('Design and permits', '2030-02-28', '2500.00'),
      stage('Supply of modules and inverters', '2030-05-31', '5000.00'),
      stage('Installation and commissioning', '2030-08-31', '2500.00'),
    ],
  };
}
