// Served at this place from bot/domain/widget/.
export { default } from "../../domain/widget/en.js";
