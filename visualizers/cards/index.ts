export { Card, CardLine } from './Card.tsx';
export { Cards, WaitingCards } from './Cards.tsx';
