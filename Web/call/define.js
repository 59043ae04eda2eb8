import { VisavisCall } from "./element.js";

customElements.define("visavis-call", VisavisCall);
