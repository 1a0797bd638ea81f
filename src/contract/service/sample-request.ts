/**
 * The documented sample of a session's update, v1: read-only fields and absurd numbers included.
 * Source: Third-party OpenAPI, `segment/updateCustomerSession`.
 */
export const SAMPLE_REQUEST = {
  customerSession: {
    profileId: 'URN-GV8294NV',
    couponCodes: ['XMAS-20-2021'],
    referralCode: 'NT2K54D9',
    loyaltyCards: ['loyalty-card-1'],
    state: 'open',
    cartItems: [
      {
        name: 'Air Glide',
        sku: 'SKU1241028',
        quantity: 1,
        price: 99.99,
        returnedQuantity: 1,
        remainingQuantity: 1,
        category: 'shoes',
        weight: 1130,
        height: 7837764.22103864,
        width: 79814131.57487047,
        length: 2885254.0070254356,
        position: -78974619.5110606,
        attributes: {
          image: '11.jpeg',
          material: 'leather',
        },
        additionalCosts: {
          shipping: {
            price: 9,
          },
        },
      },
      {
        name: 'Air Glide',
        sku: 'SKU1241028',
        quantity: 1,
        price: 99.99,
        returnedQuantity: 1,
        remainingQuantity: 1,
        category: 'shoes',
        weight: 1130,
        height: 24035878.00613156,
        width: 10969199.733026788,
        length: 47023157.77929619,
        position: -31544081.028645188,
        attributes: {
          image: '11.jpeg',
          material: 'leather',
        },
        additionalCosts: {
          shipping: {
            price: 9,
          },
        },
      },
    ],
    additionalCosts: {
      shipping: {
        price: 9,
      },
    },
    identifiers: ['91.11.156.141'],
    attributes: {
      ShippingCity: 'Berlin',
    },
  },
  sessionAttributesInfo: [
    {
      name: 'ProductClicked',
      type: 'boolean',
    },
    {
      name: 'ProductClicked',
      type: 'boolean',
    },
  ],
  cartItemAttributesInfo: [
    {
      name: 'ProductClicked',
      type: 'boolean',
    },
    {
      name: 'ProductClicked',
      type: 'boolean',
    },
  ],
}
